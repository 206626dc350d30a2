// Printing a page of charts: all of them drawn, and as wide as their place on the paper.

const CHARTS = [...document.querySelectorAll("[data-figure]")];
const PAPER = 700; // an A4 sheet between its margins, in CSS pixels
const WAIT_MS = 8000;

const isDrawn = (place) => place.classList.contains("js-plotly-plot") || place.classList.contains("is-missing");
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Charts are drawn when they come near: let each come near once. */
async function drawAll() {
  const [left, top] = [scrollX, scrollY];
  const until = Date.now() + WAIT_MS;
  for (const place of CHARTS) {
    while (!isDrawn(place) && Date.now() < until) {
      place.scrollIntoView({ behavior: "instant", block: "center" });
      await pause(60);
    }
  }
  scrollTo({ left, top, behavior: "instant" });
}

function fit(widthOf) {
  for (const place of CHARTS.filter((one) => one.classList.contains("js-plotly-plot"))) {
    window.Plotly.relayout(place, widthOf(place));
  }
}

const isWide = (place) => Boolean(place.closest("#by_day-panel"));
addEventListener("beforeprint", () => fit((place) => ({ autosize: false, width: isWide(place) ? PAPER - 30 : PAPER / 2 - 40 })));
addEventListener("afterprint", () => fit(() => ({ width: null, autosize: true })));

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false; // it is of no use without this script
  button.addEventListener("click", async () => {
    button.disabled = true;
    await drawAll();
    button.disabled = false;
    window.print();
  });
}
