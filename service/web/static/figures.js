// Plots of the figures page: each element with data-plot carries its rows.
"use strict";

const INKS = ["#3b6fd4", "#c2571a", "#2e8b57", "#9a3fb5", "#777777", "#b8860b", "#d13b6b", "#2a9d9d", "#5a5a9c"];
const style = getComputedStyle(document.documentElement);
const line = style.getPropertyValue("--line");
const ink = style.getPropertyValue("--ink");
const axis = { stroke: ink, grid: { stroke: line }, ticks: { stroke: line } };

for (const element of document.querySelectorAll("[data-plot]")) {
  const rows = element.dataset.rows.split(";").filter(Boolean).map((row) => row.split(","));
  const names = element.dataset.names.split("|");
  const width = Math.max(280, element.clientWidth);
  const over = element.dataset.plot === "time";
  const at = rows.map((row) => (over ? Date.parse(row[0]) / 1000 : Number(row[0])));
  const values = names.map((_, n) => rows.map((row) => Number(row[n + 1])));
  const series = [{}].concat(names.map((label, n) => ({ label, stroke: INKS[n % INKS.length], width: 2, points: { show: true, size: 6 } })));
  const options = { width, height: 240, series, axes: [axis, axis], legend: { live: false }, cursor: { show: false } };
  if (over) {
    const day = 86400;
    options.scales = { x: { range: () => [at[0] - day / 2, at[at.length - 1] + day / 2] }, y: { range: (_, __, high) => [0, Math.max(1, high * 1.1)] } };
  } else {
    options.scales = { x: { time: false, range: [0, 1] }, y: { range: [0, 1] } };
    series.push({ label: "=", stroke: line, dash: [4, 4], points: { show: false }, spanGaps: true });
    at.unshift(0); at.push(1);
    values[0].unshift(null); values[0].push(null);
    values.push(at.map((x) => x));
  }
  new uPlot(options, [at, ...values], element);
}
