// Votes in place: the form is sent, its box replaced by the answer's, what is left brought up to
// date everywhere on the page, and the news announced. Where anything is unexpected (signed out, no
// answer), the form goes its ordinary way.

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

function element(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  return holder.content.firstElementChild;
}

/** The focus stays on the button of the same choice. The way back is the page that it was on. */
function replace(box, html, choice, back) {
  const next = element(html);
  for (const field of next.querySelectorAll("input[name=next]")) field.value = back;
  box.replaceWith(next);
  (next.querySelector(`button[data-choice="${choice}"]`) || next.querySelector("button"))?.focus();
}

function bringUpToDate(html) {
  for (const place of document.querySelectorAll("[data-votes-left]")) {
    place.replaceWith(element(html));
  }
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
    if (answer.href) return window.location.assign(answer.href); // consent comes first
    if (answer.html) {
      replace(box, answer.html, button.dataset.choice, form.elements.next.value);
    } else {
      refuse(box, answer.message);
      button.disabled = false;
      button.focus();
    }
    if (answer.left_html) bringUpToDate(answer.left_html);
    say(answer.message);
  } catch {
    say(voice?.dataset.supportFailed || "");
    button.disabled = false;
    form.submit();
  }
});
