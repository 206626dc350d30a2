// Small comforts. Every page works without them.

const POLL_MILLISECONDS = 1000;
const SLOWEST_POLL = 15000;

/** After a form was refused, readers land on what is wrong. */
function focusErrors() {
  document.querySelector("[data-focus]")?.focus();
}

/** How many characters are left in a long text, once half of them are used. */
function count(area) {
  const line = document.createElement("span");
  line.className = "counter";
  const template = area.dataset.counter || "{left}";
  const show = () => {
    const left = area.maxLength - area.value.length;
    const isShort = left < area.maxLength / 10;
    line.textContent = template.replace("{left}", left.toLocaleString("en"));
    line.hidden = left > area.maxLength / 2;
    line.classList.toggle("is-short", isShort);
    line.setAttribute("aria-live", isShort ? "polite" : "off"); // not at every key
  };
  area.after(line);
  area.addEventListener("input", show);
  show();
}

/** Follow a job until it is over, then show the page that has its results. */
function follow(box) {
  const bar = box.querySelector("progress");
  const text = box.querySelector("[data-job-text]");
  let wait = POLL_MILLISECONDS;

  const show = (job) => {
    if (bar) bar.value = job.progress;
    if (text && text.textContent !== job.stage_text) text.textContent = job.stage_text;
  };
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.jobStatus, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const job = await answer.json();
      show(job);
      if (job.is_over) return window.location.reload();
      wait = POLL_MILLISECONDS;
    } catch {
      wait = Math.min(wait * 2, SLOWEST_POLL); // the server is away: ask less and less often
    }
    window.setTimeout(ask, wait);
  };
  window.setTimeout(ask, wait);
}

/** A question before what cannot be undone; a form is sent once, but for one that brings a file
 *  (`data-download`): its page stays, and may be asked again. */
function guard(event) {
  const form = event.target;
  if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) {
    event.preventDefault();
    return;
  }
  if (form.getAttribute("method") !== "post" || form.hasAttribute("data-download")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
}

/** Coming back by the browser's button, forms may be sent again. */
function forgetSent() {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
}

function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    const byKey = event.type === "keydown" && event.key === "Escape";
    const elsewhere = event.type === "click" && !menu.contains(event.target);
    if (byKey) menu.querySelector("summary").focus();
    if (byKey || elsewhere) menu.open = false;
  }
}

/** `<button data-copy="#id">` copies that element's text or value; it is hidden without scripts. */
function offerCopy(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    if (button.dataset.copied) button.textContent = button.dataset.copied;
  });
}

focusErrors();
document.querySelectorAll("textarea[data-counter]").forEach(count);
document.querySelectorAll("[data-job-status]").forEach(follow);
document.querySelectorAll("button[data-copy]").forEach(offerCopy);
document.addEventListener("submit", guard);
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
window.addEventListener("pageshow", forgetSent);
