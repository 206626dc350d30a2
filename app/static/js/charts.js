// Draws every [data-figure]: one look for all charts. The library is fetched when a chart comes near.

const LIBRARY = document.querySelector("script[data-plotly]")?.dataset.plotly;
const NARROW = 600;

// After Okabe and Ito, darkened where white is too near: told apart by colour-blind readers.
const COLOURS = ["#24407f", "#d55e00", "#00866a", "#b8860b", "#8f4a86", "#3a8fc7", "#5b6472", "#a33b3b"];

const LOCALES = {
  th: {
    moduleType: "locale",
    name: "th",
    dictionary: { "Download plot as a PNG": "บันทึกเป็นรูปภาพ" },
    format: { decimal: ".", thousands: ",", grouping: [3], currency: ["฿", ""] },
  },
};

const AXIS = {
  automargin: true,
  fixedrange: true,
  gridcolor: "#e4e8f0",
  linecolor: "#7b869c",
  zerolinecolor: "#7b869c",
  tickfont: { size: 14 },
  separatethousands: true,
};

const LAYOUT = {
  font: { family: "Sarabun, 'Noto Sans Thai', sans-serif", size: 15, color: "#17213b" },
  colorway: COLOURS,
  paper_bgcolor: "rgba(0,0,0,0)",
  plot_bgcolor: "rgba(0,0,0,0)",
  margin: { l: 8, r: 8, t: 24, b: 8, pad: 4 },
  separators: ".,",
  hoverlabel: { bgcolor: "#17213b", font: { family: "Sarabun, sans-serif", size: 15, color: "#fff" }, align: "left" },
  hovermode: "closest",
  dragmode: false,
  legend: { orientation: "h", yanchor: "bottom", y: 1.02, xanchor: "left", x: 0, font: { size: 14 } },
  bargap: 0.3,
  modebar: { bgcolor: "rgba(0,0,0,0)", color: "#4b566e", activecolor: "#24407f" },
};

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** `over` laid on `under`, level by level; neither is changed. */
function merge(under, over) {
  const merged = { ...under };
  for (const [key, value] of Object.entries(over ?? {})) {
    merged[key] = isObject(value) && isObject(merged[key]) ? merge(merged[key], value) : value;
  }
  return merged;
}

const words = new Intl.Segmenter(document.documentElement.lang, { granularity: "word" });

/** How wide a text looks: the marks above and below Thai letters take no room. */
const widthOf = (text) => text.replace(/\p{M}/gu, "").length;

/** `text` in lines of about `room` letters, cut between words; Thai has no blanks to cut at. */
function wrap(text, room) {
  const lines = [""];
  for (const { segment } of words.segment(text)) {
    const last = lines.at(-1);
    if (last && widthOf(last + segment) > room) lines.push(segment.trimStart());
    else lines[lines.length - 1] = last + segment;
  }
  return lines.join("<br>");
}

/** Names along the y axis are cut into lines, or they would push the bars off a telephone. */
function categories(data, narrow) {
  const names = data.filter((trace) => trace.orientation === "h").flatMap((trace) => trace.y ?? []);
  const known = [...new Set(names)].filter((name) => typeof name === "string");
  if (!known.length) return {};
  const room = narrow ? 14 : 28;
  return { yaxis: { tickvals: known, ticktext: known.map((name) => wrap(name, room)) } };
}

function layoutFor(figure, width) {
  const own = figure.layout ?? {};
  const narrow = width < NARROW;
  const axes = Object.keys(own).filter((key) => /^[xy]axis\d*$/.test(key));
  let layout = { ...LAYOUT };
  for (const name of new Set([...axes, "xaxis", "yaxis"])) layout[name] = AXIS;
  if (narrow) layout = merge(layout, { font: { size: 13 }, xaxis: { nticks: 5 } });
  layout = merge(layout, categories(figure.data, narrow));
  return merge(layout, { ...own, title: undefined, autosize: true });
}

function configFor(layout) {
  return {
    displaylogo: false,
    displayModeBar: true,
    modeBarButtons: [["toImage"]],
    responsive: true,
    scrollZoom: false,
    doubleClick: false,
    showTips: false,
    locale: document.documentElement.lang,
    toImageButtonOptions: { scale: 2 },
    ...(layout.dragmode ? { modeBarButtons: [["toImage", "pan2d", "zoom2d", "resetScale2d"]] } : {}),
  };
}

/** The page of the records behind a point, if its customdata names one of this site. */
function recordsOf(point) {
  const values = [point.customdata].flat();
  return values.find((value) => typeof value === "string" && /^\/(?!\/)/.test(value));
}

function openRecords(event) {
  const address = event.points?.map(recordsOf).find(Boolean);
  if (address) window.location.assign(address);
}

function hasRecords(data) {
  return data.some((trace) => [trace.customdata].flat(2).some((value) => recordsOf({ customdata: value })));
}

async function draw(place) {
  const figure = JSON.parse(place.dataset.figure);
  const layout = layoutFor(figure, place.clientWidth);
  await window.Plotly.newPlot(place, figure.data, layout, configFor(figure.layout ?? {}));
  // The figure has its title and its table: the words scattered in the picture say nothing more.
  for (const picture of place.querySelectorAll("svg.main-svg")) picture.setAttribute("aria-hidden", "true");
  place.on("plotly_click", openRecords);
  place.classList.toggle("has-records", hasRecords(figure.data));
}

/** Without the picture there is still the table. */
function showTable(place) {
  place.classList.add("is-missing");
  const table = place.closest("figure")?.querySelector("details");
  if (table) table.open = true;
}

// MapLibre, which is inside Plotly, adds a <style> for maps, which our policy forbids and which we do
// not draw; it adds none where something has this id.
const MAP_STYLES = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";

let loading;

function library() {
  loading ??= new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement("meta"), { id: MAP_STYLES }));
    const script = document.createElement("script");
    script.src = LIBRARY;
    script.onload = () => {
      Object.values(LOCALES).forEach((locale) => window.Plotly.register(locale));
      resolve();
    };
    script.onerror = reject;
    document.head.append(script);
  });
  return loading;
}

async function show(place) {
  try {
    await Promise.all([library(), document.fonts.ready]);
    await draw(place);
  } catch (error) {
    console.error("chart", place.id, error);
    showTable(place);
  }
}

const near = new IntersectionObserver(
  (entries) => {
    for (const entry of entries.filter((one) => one.isIntersecting)) {
      near.unobserve(entry.target);
      show(entry.target);
    }
  },
  { rootMargin: "400px" },
);

document.querySelectorAll("[data-figure]").forEach((place) => near.observe(place));
