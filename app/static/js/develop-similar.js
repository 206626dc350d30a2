// Ideas like the one that is being written, asked for after a pause. The preview shows them too,
// for browsers without scripts; where an answer fails to come, nothing is shown and nothing is lost.

const PAUSE_MILLISECONDS = 700;
const LEAST_CHARACTERS = 12;
const MOST_CHARACTERS = 600;

/** The title, and the body up to the end of its first paragraph. */
function typed(form) {
  const title = form.elements.title?.value.trim() || "";
  const first = (form.elements.body?.value.trim() || "").split(/\n/, 1)[0];
  return `${title}\n${first}`.slice(0, MOST_CHARACTERS).trim();
}

function watch(place) {
  const form = place.closest("form");
  const list = place.querySelector("[data-similar-list]");
  const voice = place.querySelector("[data-similar-voice]");
  let timer, running, asked = "";

  async function ask() {
    const text = typed(form);
    if (text === asked) return;
    asked = text;
    running?.abort();
    if (text.length < LEAST_CHARACTERS) return show({ html: "", message: "" });
    running = new AbortController();
    const data = new FormData();
    data.set("csrf_token", form.elements.csrf_token?.value || "");
    data.set("text", text);
    if (place.dataset.similarBut) data.set("but", place.dataset.similarBut);
    try {
      const answer = await fetch(place.dataset.similar, {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        signal: running.signal,
      });
      if (answer.ok && !answer.redirected) show(await answer.json());
    } catch {
      // no connection, or a newer question: what is shown stays
    }
  }

  function show(answer) {
    // A reader who is in the list keeps their place in it
    if (list.contains(document.activeElement)) return;
    const holder = document.createElement("template");
    holder.innerHTML = answer.html;
    list.replaceChildren(holder.content);
    if (voice.textContent !== answer.message) voice.textContent = answer.message;
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MILLISECONDS);
  });
}

document.querySelectorAll("[data-similar]").forEach(watch);
