import { findResult, isUnclear, ratioText, timeText } from "./benchCompare.ts";
import type { BenchReport, BenchResult, BenchSeries } from "../protocol/benchReport.ts";

/** Benchmarks for people: a line for each function, with how it compares with the first line and with earlier runs. */
export function benchTable(report: BenchReport, earlier: readonly BenchReport[]): string {
  const heads = ["", "median", "spread", "calls/s", "vs library", ...earlier.map(({ label }) => `vs ${label}`)];
  const rows: (readonly string[])[] = [];
  let file = "";
  for (const result of report.results) {
    if (result.file !== file) rows.push([result.file]);
    file = result.file;
    rows.push([`  ${result.names.join(" > ")}`]);
    if (result.failure !== null) rows.push([`    failed: ${result.failure.split("\n")[0] ?? ""}`]);
    for (const series of result.series) rows.push(rowOf(series, result, earlier));
  }
  return `${format([heads, ...rows])}\n`;
}

function rowOf(series: BenchSeries, result: BenchResult, earlier: readonly BenchReport[]): readonly string[] {
  const { median, p25, p75 } = series.ns;
  const own = result.series[0];
  const comparison = own === undefined || own === series ? "" : ratioText(median / own.ns.median);
  return [
    `    ${series.name}`,
    timeText(median),
    `±${(((p75 - p25) / 2 / median) * 100).toFixed(1)} %`,
    rateText(median),
    comparison,
    ...earlier.map((run) => {
      const before = findResult(run, result)?.series.find(({ name }) => name === series.name);
      if (before === undefined) return "-";
      const text = ratioText(median / before.ns.median);
      return isUnclear(series.ns, before.ns) && text !== "the same" ? `~${text}` : text;
    }),
  ];
}

function rateText(ns: number): string {
  const rate = 1e9 / ns;
  for (const [unit, size] of [
    ["G", 1e9],
    ["M", 1e6],
    ["k", 1e3],
  ] as const)
    if (rate >= size) return `${(rate / size).toPrecision(3)} ${unit}`;
  return rate.toPrecision(3);
}

/** Rows of one cell are titles and do not widen the columns. */
function format(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) if (row.length > 1) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  const line = (row: readonly string[]): string =>
    row.length === 1
      ? (row[0] ?? "")
      : row
          .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
          .join("  ")
          .trimEnd();
  return rows.map(line).join("\n");
}
