import * as Plot from "@observablehq/plot";
import { findResult, ratioText, timeText, timeUnit } from "../src/cli/benchCompare.ts";
import type { BenchReport, BenchResult, BenchSeries, BenchSpread } from "../src/protocol/benchReport.ts";

export interface BarsOptions {
  readonly report: BenchReport;
  readonly earlier: readonly BenchReport[];
  readonly width: number;
}

interface Bar {
  readonly key: string;
  readonly text: string;
  readonly kind: "own" | "baseline";
  readonly isEarlier: boolean;
  readonly ns: BenchSpread;
}

/** Medians as bars with their spread as a line; runs before it follow each function as narrower bars. */
export function barsPlot(result: BenchResult, { report, earlier, width }: BarsOptions): Element {
  const bars = result.series.flatMap((series, row): readonly Bar[] => [
    barOf(series, `${row}`, series.name, false),
    ...earlier.flatMap((run, i) => {
      const old = findResult(run, result)?.series.find(({ name }) => name === series.name);
      return old === undefined ? [] : [barOf(old, `${row}.${i}`, run.label, true)];
    }),
  ]);
  const { unit, size } = timeUnit(Math.max(...bars.map(({ ns }) => ns.median)));
  const own = result.series[0]?.ns.median ?? NaN;
  const title = ({ text, ns, isEarlier }: Bar): string =>
    [
      isEarlier ? `${text} (earlier)` : `${text}, ${report.label}`,
      `median ${timeText(ns.median)}`,
      `half of the samples: ${timeText(ns.p25)} to ${timeText(ns.p75)}`,
      `nine of ten: ${timeText(ns.p05)} to ${timeText(ns.p95)}`,
      ...(ns.median === own ? [] : [`${ratioText(ns.median / own)} than ${result.names.at(-1) ?? ""}`]),
    ].join("\n");
  const y = (bar: Bar): string => bar.key;
  const fill = ({ kind }: Bar): string => `var(--${kind})`;
  const x = (value: (ns: BenchSpread) => number) => (bar: Bar) => value(bar.ns) / size;
  const inset = (bar: Bar): number => (bar.isEarlier ? 7 : 3);
  const shown = Math.max(...bars.map(({ ns }) => Math.max(ns.median * 1.02, Math.min(ns.p95, ns.median * 1.5))));
  const marginLeft = marginFor(
    bars.map(({ text }) => text),
    width,
  );
  return Plot.plot({
    width,
    height: bars.length * rowHeight + 44,
    marginLeft,
    marginTop: 4,
    marginRight: 84,
    marginBottom: 38,
    style: fonts,
    x: { domain: [0, shown / size], label: `${unit} a call`, labelAnchor: "right", labelArrow: "none", grid: true, nice: true },
    y: { axis: null, domain: bars.map(y), padding: 0 },
    marks: [
      // One mark for each width of bars: insets are constants.
      ...[false, true].map((isEarlier) => {
        const some = bars.filter((bar) => bar.isEarlier === isEarlier);
        const [first] = some;
        const margin = first === undefined ? 0 : inset(first);
        const options = {
          x: x((ns) => ns.median),
          y,
          fill,
          fillOpacity: isEarlier ? 0.4 : 1,
          insetTop: margin,
          insetBottom: margin,
          rx2: 3,
        };
        return Plot.barX(some, options);
      }),
      Plot.ruleY(bars, { x1: x((ns) => ns.p05), x2: x((ns) => Math.min(ns.p95, shown)), y, stroke: "var(--spread)", strokeWidth: 1.25 }),
      Plot.ruleY(bars, {
        x1: x((ns) => ns.p25),
        x2: x((ns) => Math.min(ns.p75, shown)),
        y,
        stroke: "var(--spread)",
        strokeWidth: 4,
        strokeLinecap: "round",
      }),
      ...columns(bars, { frameAnchor: "left", textAnchor: "end", dx: -10, y, text: "text", ...within(marginLeft) }),
      ...columns(bars, { frameAnchor: "right", textAnchor: "start", dx: 10, y, text: ({ ns }: Bar) => timeText(ns.median) }),
      Plot.tip(bars, Plot.pointerY({ x: x((ns) => ns.median), y, title, lineHeight: 1.4, maxRadius: 100 })),
    ],
  });
}

export interface RatioRow {
  readonly name: string;
  readonly against: string;
  /** Above 1: faster. */
  readonly ratio: number;
  /** The difference may be chance. */
  readonly isUnclear: boolean;
}

/** How many times faster or slower, on a logarithmic scale round 1. */
export function ratiosPlot(rows: readonly RatioRow[], width: number): Element {
  const keyed = rows.map((row, index) => ({ ...row, key: String(index), label: `${row.name} / ${row.against}` }));
  const reach = Math.max(2, ...rows.map(({ ratio }) => Math.max(ratio, 1 / ratio))) * 1.15;
  const colour = ({ ratio, isUnclear }: RatioRow): string =>
    isUnclear || isSame(ratio) ? "var(--muted)" : ratio > 1 ? "var(--faster)" : "var(--slower)";
  const distinct = new Set(rows.map(({ against }) => against)).size > 1;
  const text = ({ name, against }: RatioRow): string => (distinct ? `${name} / ${against}` : name);
  const marginLeft = marginFor(rows.map(text), width);
  return Plot.plot({
    width,
    height: keyed.length * 26 + 44,
    marginLeft,
    marginTop: 4,
    marginRight: 104,
    marginBottom: 38,
    style: fonts,
    x: {
      type: "log",
      domain: [1 / reach, reach],
      label: "slower ← the same → faster",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: ticksWithin(reach, width - marginLeft),
      tickFormat: (ratio: number) => (ratio === 1 ? "1" : ratio > 1 ? `${ratio}×` : `${Math.round(1 / ratio)}×`),
      grid: true,
    },
    y: { type: "band", axis: null, domain: keyed.map(({ key }) => key), padding: 0 },
    marks: [
      Plot.ruleX([1], { stroke: "var(--axis)", strokeWidth: 1.5 }),
      Plot.ruleY(keyed, { x1: 1, x2: "ratio", y: "key", stroke: colour, strokeWidth: 3 }),
      Plot.dot(keyed, { x: "ratio", y: "key", r: 5, fill: colour }),
      Plot.text(keyed, { frameAnchor: "left", textAnchor: "end", dx: -10, y: "key", text, fill: "var(--text)", ...within(marginLeft) }),
      Plot.text(keyed, {
        ...{ frameAnchor: "right", textAnchor: "start", dx: 10, y: "key", fill: colour, fontWeight: "600" },
        text: ({ ratio }: RatioRow) => ratioText(1 / ratio),
      }),
      Plot.tip(
        keyed,
        Plot.pointerY({
          x: "ratio",
          y: "key",
          title: (row: RatioRow) => `${row.name}\n${ratioText(1 / row.ratio)} than ${row.against}`,
          maxRadius: 100,
        }),
      ),
    ],
  });
}

const rowHeight = 28;
const fontSize = 12.5;
const fonts = { fontFamily: "inherit", fontSize: `${fontSize}px`, background: "none", overflow: "visible" };
/** Texts beside the bars; those of the measured function stand out. */
function columns(bars: readonly Bar[], options: Plot.TextOptions): readonly Plot.Markish[] {
  const isOwn = ({ kind, isEarlier }: Bar): boolean => kind === "own" && !isEarlier;
  const fill = ({ isEarlier }: Bar): string => (isEarlier ? "var(--muted)" : "var(--text)");
  return [
    Plot.text(bars.filter(isOwn), { ...options, fill, fontWeight: 600 }),
    Plot.text(
      bars.filter((bar) => !isOwn(bar)),
      { ...options, fill },
    ),
  ];
}

function barOf({ isBaseline, ns }: BenchSeries, key: string, text: string, isEarlier: boolean): Bar {
  return { key, text, kind: isBaseline ? "baseline" : "own", isEarlier, ns };
}

/** Room for the names, as far as the page is wide enough. */
function marginFor(texts: readonly string[], width: number): number {
  const widest = Math.max(...texts.map((text) => text.length)) * 7 + 18;
  return Math.min(Math.max(widest, 90), Math.floor(width * 0.45));
}

/** Names that are too long lose their beginning, which is that of their group. */
function within(margin: number): { readonly textOverflow: "ellipsis-start"; readonly lineWidth: number } {
  return { textOverflow: "ellipsis-start", lineWidth: Math.max(4, (margin - 14) / fontSize) };
}

function ticksWithin(reach: number, room: number): readonly number[] {
  const steps =
    reach > 40 && room < 400 ? [1, 100, 10_000] : reach > 40 ? [1, 10, 100, 1000, 10_000] : reach > 9 ? [1, 3, 10, 30] : [1, 2, 4, 8];
  return steps.filter((step) => step <= reach).flatMap((step) => (step === 1 ? [1] : [1 / step, step]));
}

/** Less than that machines vary from run to run. */
function isSame(ratio: number): boolean {
  return ratio > 0.98 && ratio < 1.02;
}
