// Discussions in place: marking a comment as helpful, and the form of a reply or a change where one
// reads. Where anything is unexpected, links and forms go their ordinary way.

const voice = document.querySelector("[data-comments-voice]");

function say(text) {
  if (voice) voice.textContent = text || "";
}

function fragment(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  return holder.content.firstElementChild;
}

async function mark(form, box) {
  const response = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
    credentials: "same-origin",
  });
  const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
  if (response.redirected || !isJson) throw new Error("not the answer of this form");
  const answer = await response.json();
  say(answer.message);
  if (!answer.html) return;
  const next = fragment(answer.html);
  const back = form.querySelector("input[name=next]").value;
  box.replaceWith(next);
  const field = next.querySelector("input[name=next]");
  if (field) field.value = back;
  next.querySelector("button")?.focus();
}

/** Ids are unique on a page: a fetched form gets its own. */
function renumber(form, suffix) {
  for (const part of form.querySelectorAll("[id]")) part.id += suffix;
  for (const name of ["for", "aria-describedby"]) {
    for (const part of form.querySelectorAll(`[${name}]`)) {
      const ids = part.getAttribute(name).split(" ").filter(Boolean);
      part.setAttribute(name, ids.map((id) => id + suffix).join(" "));
    }
  }
}

/** A form in which something was typed stays open: the reader is led back to it. */
function keepsTyped() {
  const area = document.querySelector(".comment-form-here textarea");
  if (!area || area.value === area.defaultValue) return false;
  area.focus();
  say(voice?.dataset.typed);
  return true;
}

async function open(link) {
  if (keepsTyped()) return;
  const response = await fetch(link.href, { credentials: "same-origin" });
  if (!response.ok || response.redirected) throw new Error("not the page of a form");
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const form = page.querySelector("form[data-comment-fields]");
  if (!form) throw new Error("no form there");
  const comment = link.closest(".comment");
  renumber(form, `-${comment.id}`);
  const place = document.createElement("div");
  place.className = "comment-form-here";
  place.append(document.importNode(form, true));
  if (keepsTyped()) return;
  document.querySelector(".comment-form-here")?.remove();
  comment.append(place);
  place.querySelector("[data-close-form]")?.addEventListener("click", (event) => {
    event.preventDefault();
    place.remove();
    link.focus();
  });
  place.querySelector("textarea").focus();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const box = form.closest("[data-helpful]");
  if (!box) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    await mark(form, box);
    button.disabled = false;
  } catch {
    say(voice?.dataset.failed);
    button.disabled = false;
    form.submit();
  }
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-comment-form]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  try {
    await open(link);
  } catch {
    window.location.assign(link.href);
  }
});
