// An idea is saved as a draft while it is written, its files are added when they are chosen, and
// the districts follow the province. Without this script the form's buttons do all of it.

const PAUSE = 2000;
const form = document.querySelector("#idea-form");
const voice = form?.querySelector("[data-autosave-voice]");
let waiting = 0;
let sending = false;
let stopped = false;
let last = "";
let asked = null; // a button pressed while a draft was being saved

function say(text) {
  if (voice && voice.textContent !== text) voice.textContent = text;
}

/** What is saved; files go with the form itself. */
function contents() {
  const data = new FormData(form);
  for (const name of ["files", "remove"]) data.delete(name);
  return data;
}

function asText() {
  const data = contents();
  for (const name of ["seen", "csrf_token"]) data.delete(name);
  return JSON.stringify([...data]);
}

function isEmpty() {
  return !form.elements.title.value.trim() && !form.elements.body.value.trim();
}

async function save() {
  const now = asText();
  if (stopped || sending || now === last || isEmpty()) return;
  sending = true;
  const data = contents();
  data.set("save", "1");
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      keepalive: document.hidden,
    });
    const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
    if (response.redirected || !isJson) throw new Error("not the answer of this form");
    const answer = await response.json();
    if (response.ok) kept(answer, now);
    if (response.status === 409) stopped = true;
    say(answer.message);
  } catch {
    say(form.dataset.autosaveFailed);
    later();
  } finally {
    sending = false;
    if (asked) form.requestSubmit(asked.submitter);
    asked = null;
    if (!stopped && now === last && asText() !== last) later();
  }
}

/** From the first time on, this page is the draft's: loading it again shows what was saved. */
function kept(answer, what) {
  last = what;
  form.elements.seen.value = answer.seen;
  if (form.getAttribute("action") === answer.address) return;
  form.setAttribute("action", answer.address);
  window.history.replaceState(null, "", answer.address);
}

/** What is being saved first: it changes what this window has `seen`. */
function send(event) {
  stopped = true;
  window.clearTimeout(waiting);
  if (!sending) return;
  asked = event;
  event.preventDefault();
  event.stopPropagation();
}

function later() {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(save, PAUSE);
}

async function offerDistricts(fieldset) {
  const province = fieldset.querySelector("select[name=province]");
  const district = fieldset.querySelector("select[name=district]");
  const none = new Option(fieldset.dataset.placesAny, "");
  let rows = [];
  if (province.value) {
    const answer = await fetch(fieldset.dataset.places.replace("/0/", `/${province.value}/`));
    rows = answer.ok ? await answer.json() : [];
  }
  const language = document.documentElement.lang === "th" ? "th" : "en";
  const order = new Intl.Collator(language);
  rows.sort((one, other) => order.compare(one[language], other[language]));
  district.replaceChildren(none, ...rows.map((row) => new Option(row[language], row.id)));
}

if (form?.hasAttribute("data-autosave")) {
  if (form.getAttribute("action")) last = asText();
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", send);
  window.addEventListener("pageshow", () => { stopped = false; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  const attach = form.querySelector("button[name=attach]");
  const field = form.querySelector("input[name=files]");
  field.addEventListener("change", () => {
    if (field.files.length) attach.click();
  });
}

for (const fieldset of document.querySelectorAll("[data-places]")) {
  fieldset.querySelector("select[name=province]").addEventListener("change", () => offerDistricts(fieldset));
}
