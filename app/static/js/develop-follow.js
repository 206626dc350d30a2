// Follow in place: the form is sent and replaced by the answer's, and the news announced.
// Where anything is unexpected (signed out, no answer), the form goes its ordinary way.

function voice() {
  let found = document.querySelector("[data-follow-voice]");
  if (!found) {
    found = document.createElement("div");
    found.className = "visually-hidden";
    found.setAttribute("role", "status");
    found.dataset.followVoice = "";
    document.body.append(found);
  }
  return found;
}

async function send(form) {
  const response = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
    credentials: "same-origin",
  });
  const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
  if (!response.ok || response.redirected || !isJson) throw new Error("not the answer of this form");
  return response.json();
}

voice();
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-follow]")) return;
  event.preventDefault();
  const status = voice();
  try {
    const answer = await send(form);
    const holder = document.createElement("template");
    holder.innerHTML = answer.html.trim();
    const next = holder.content.firstElementChild;
    form.replaceWith(next);
    next.querySelector("button").focus();
    status.textContent = answer.message;
  } catch {
    form.submit();
  }
});
