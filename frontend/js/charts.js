// Draws a chart specification from the server with ECharts, and nothing else.
//
// The specification is plain option data (made by charming, on the server). Three things in it are ours:
// - "var(--token)" wherever a colour goes: read from the style sheet, again when the theme changes;
// - "renderItem": "band" or "interval" in a custom series, as JSON cannot carry a function;
// - "link" in a datum: a click on it fires `chart:select` with that link.
// Tooltips are rich text on the canvas: names come from outside and never become HTML.

import { init, use } from "echarts/core";
import { BarChart, BoxplotChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TitleComponent,
  TooltipComponent,
} from "echarts/components";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";

use([
  BarChart,
  BoxplotChart,
  CustomChart,
  LineChart,
  ScatterChart,
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TitleComponent,
  TooltipComponent,
  LabelLayout,
  CanvasRenderer,
]);

const mounted = new Map();
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

/** Draws `spec` into `host`, which has a height of its own, and returns `{ update, dispose }`. */
export function mount(host, spec) {
  const chart = mounted.get(host) ?? start(host);
  chart.spec = spec;
  draw(chart);
  return { update: (next) => update(host, next), dispose: () => dispose(host) };
}

/** Draws another specification in place of the one that is shown. */
export function update(host, spec) {
  const chart = mounted.get(host);
  if (!chart) return;
  chart.spec = spec;
  draw(chart);
}

/** Lets go of everything that `mount` took; call it before the element leaves the page. */
export function dispose(host) {
  const chart = mounted.get(host);
  if (!chart) return;
  mounted.delete(host);
  chart.observer.disconnect();
  chart.instance.dispose();
}

function start(host) {
  const observer = new ResizeObserver(() => mounted.get(host)?.instance.resize());
  const chart = { host, observer, instance: null, spec: {} };
  mounted.set(host, chart);
  open(chart);
  observer.observe(host);
  return chart;
}

// A theme belongs to an instance from its start, so that a change of theme means a new instance.
function open(chart) {
  chart.instance?.dispose();
  chart.instance = init(chart.host, theme(chart.host), { renderer: "canvas" });
  // An empty host has the padding of its waiting picture, which `init` counted in.
  chart.instance.resize();
  chart.instance.on("click", (event) => select(chart.host, event));
  chart.instance.on("mousemove", (event) => {
    chart.instance.getZr().setCursorStyle(linkOf(event) ? "pointer" : "default");
  });
}

function draw(chart) {
  const option = fill(chart.host, chart.spec);
  const tooltip = option.tooltip ?? {};
  chart.instance.setOption(
    {
      ...option,
      animation: calm.matches ? false : (option.animation ?? true),
      animationDuration: 200,
      animationDurationUpdate: 200,
      aria: { enabled: true, ...option.aria },
      tooltip: { ...tooltip, renderMode: "richText", confine: true },
      series: [option.series ?? []].flat().map((series) => ({ cursor: "default", ...series })),
    },
    { notMerge: true },
  );
}

function select(host, event) {
  const link = linkOf(event);
  if (!link) return;
  const detail = { link, name: event.name, series: event.seriesName, value: event.value };
  host.dispatchEvent(new CustomEvent("chart:select", { bubbles: true, cancelable: true, detail }));
}

function linkOf(event) {
  const datum = event.data;
  return datum && typeof datum === "object" && !Array.isArray(datum) ? datum.link : undefined;
}

// The specification with colours and functions in place of their names.
function fill(host, value, key) {
  if (Array.isArray(value)) return value.map((item) => fill(host, item));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fill(host, item, name)]));
  }
  if (typeof value !== "string") return value;
  if (key === "renderItem") return shapes[value];
  return value.replace(/^var\((--[\w-]+)\)$/, (_, token) => colour(host, token));
}

const shapes = {
  // A filled area between two curves: data of [x, low, high], one shape for the whole series.
  band(parameters, api) {
    const count = parameters.dataInsideLength;
    if (parameters.dataIndexInside !== 0) return null;
    const edge = (dimension) =>
      Array.from({ length: count }, (_, index) => [api.value(0, index), api.value(dimension, index)])
        .filter((point) => point.every((part) => part !== null && !Number.isNaN(part)))
        .map((point) => api.coord(point));
    const points = [...edge(1), ...edge(2).reverse()];
    return { type: "polygon", shape: { points }, style: { fill: api.visual("color") }, silent: true };
  },
  // A pale bar from low to high, across the axis of categories: data of [x, low, high].
  interval(parameters, api) {
    const [x, low] = api.coord([api.value(0), api.value(1)]);
    const [, high] = api.coord([api.value(0), api.value(2)]);
    const width = Math.min(12, api.size([1, 0])[0] * 0.5);
    const shape = { x: x - width / 2, y: high, width, height: low - high, r: 2 };
    return { type: "rect", shape, style: { fill: api.visual("color") }, silent: true };
  },
};

// Both themes in one: whatever the tokens are worth on this page at this moment.
function theme(host) {
  const token = (name) => colour(host, name);
  const text = token("--text-muted");
  const axis = {
    axisLine: { lineStyle: { color: token("--line-strong") } },
    axisTick: { show: false },
    axisLabel: { color: text },
    splitLine: { lineStyle: { color: token("--chart-grid") } },
    nameTextStyle: { color: text },
  };
  return {
    color: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => token(`--chart-${number}`)),
    backgroundColor: "transparent",
    textStyle: { fontFamily: getComputedStyle(host).fontFamily, fontSize: 12 },
    title: { textStyle: { color: token("--text") }, subtextStyle: { color: text } },
    legend: { textStyle: { color: text } },
    label: { color: token("--text") },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    timeAxis: axis,
    logAxis: axis,
    boxplot: { itemStyle: { color: token("--surface") } },
    line: { symbol: "circle", itemStyle: { borderWidth: 0 } },
    markLine: { symbol: "none", label: { color: text }, lineStyle: { color: text } },
    tooltip: {
      backgroundColor: token("--surface-raised"),
      borderColor: token("--line-strong"),
      textStyle: { color: token("--text"), fontSize: 12 },
    },
  };
}

// A canvas knows neither custom properties nor light-dark(), and ECharts not oklch(): one pixel tells.
const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
const probe = document.createElement("span");
probe.hidden = true;

function colour(host, token) {
  probe.style.color = `var(${token}, CanvasText)`;
  host.append(probe);
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  pixel.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = pixel.getImageData(0, 0, 1, 1).data;
  return `rgba(${red},${green},${blue},${Math.round((alpha / 255) * 1000) / 1000})`;
}

function repaint() {
  for (const chart of mounted.values()) {
    open(chart);
    draw(chart);
  }
}

dark.addEventListener("change", repaint);
calm.addEventListener("change", repaint);
new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-theme"] });
