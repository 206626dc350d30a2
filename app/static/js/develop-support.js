// Support in place: the form is sent, its box replaced by the answer's, and the news announced.
// Where anything is unexpected (signed out, no answer), the form goes its ordinary way.

const voice = document.querySelector("[data-support-voice]");

function say(text) {
  if (voice) voice.textContent = text;
}

async function send(form) {
  const response = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
    credentials: "same-origin",
  });
  const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
  if (response.redirected || !isJson) throw new Error("not the answer of this form");
  return response.json();
}

function replace(box, html) {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  const next = holder.content.firstElementChild;
  box.replaceWith(next);
  next.querySelector("button")?.focus();
}

function refuse(box, message) {
  box.querySelector(".support-refusal")?.remove();
  const note = document.createElement("p");
  note.className = "support-refusal small text-danger mb-0";
  note.textContent = message;
  box.append(note);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const box = form.closest("[data-support]");
  if (!box) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await send(form);
    if (answer.html) replace(box, answer.html);
    else refuse(box, answer.message);
    say(answer.message);
  } catch {
    say(voice?.dataset.supportFailed || "");
    button.disabled = false;
    form.submit();
  }
});
