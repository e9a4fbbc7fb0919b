// The page that `zig-ffi bench --html` writes: reads the data inside it and draws them.
import { element } from "./element.ts";
import { barsPlot, ratiosPlot, type RatioRow } from "./plots.ts";
import { comparison, findResult, isUnclear, ratioText, timeText } from "../src/cli/benchCompare.ts";
import type { BenchReport, BenchResult } from "../src/protocol/benchReport.ts";

interface PageData {
  readonly report: BenchReport;
  readonly earlier: readonly BenchReport[];
}

const main = document.querySelector("main");
const data = document.getElementById("data");
if (main === null || data === null) throw new Error("the page is incomplete");
const { report, earlier } = JSON.parse(data.textContent) as PageData;
/** Draws all plots in the width that there is. */
const plots: { readonly place: HTMLElement; readonly draw: (width: number) => Element }[] = [];
/** Below that the page scrolls; a page that is not shown has no width at all. */
const narrowest = 280;
main.append(header(), ...overviews(), ...sections(), numbers());
new ResizeObserver(() => {
  for (const { place, draw } of plots) place.replaceChildren(draw(Math.max(narrowest, place.clientWidth)));
}).observe(main);

function header(): HTMLElement {
  const { cpu, platform, node, zig, optimize, libraries } = report.environment;
  const facts = [
    ["measured", new Date(report.startedAt).toLocaleString()],
    ["machine", `${cpu}, ${platform}`],
    ["Zig", `${zig}, ${optimize}`],
    ["Node", node],
    [
      "libraries",
      Object.entries(libraries)
        .map(([name, backend]) => `${name} (${backend})`)
        .join(", "),
    ],
  ];
  return element("header", {}, [
    element("h1", {}, ["Benchmarks"]),
    element("p", { class: "label" }, [
      report.label,
      ...(earlier.length === 0 ? [] : [` compared with ${earlier.map(({ label }) => label).join(", ")}`]),
    ]),
    element(
      "dl",
      {},
      facts.map(([name = "", value = ""]) => element("div", {}, [element("dt", {}, [name]), element("dd", {}, [value])])),
    ),
  ]);
}

/** One plot for all baselines, and one for each earlier run. */
function overviews(): readonly HTMLElement[] {
  const baselines = report.results.flatMap((result): readonly RatioRow[] => {
    const [own, ...others] = result.series;
    if (own === undefined) return [];
    return others.map((other) => ({
      name: result.names.join(" › "),
      against: other.name,
      ratio: other.ns.median / own.ns.median,
      isUnclear: isUnclear(own.ns, other.ns),
    }));
  });
  const runs = earlier.map((run) => {
    const rows = report.results.flatMap((result): readonly RatioRow[] => {
      const before = findResult(run, result);
      return result.series.flatMap((series) => {
        const old = before?.series.find(({ name }) => name === series.name);
        const name = series.isBaseline ? `${result.names.join(" › ")}, ${series.name}` : result.names.join(" › ");
        return old === undefined
          ? []
          : [{ name, against: run.label, ratio: old.ns.median / series.ns.median, isUnclear: isUnclear(old.ns, series.ns) }];
      });
    });
    return overview(
      `Against the run “${run.label}”`,
      "How much faster each function is now. Grey: may be chance, the middle halves of the samples overlap.",
      rows,
    );
  });
  return [
    overview("Against the baselines", "How much faster the library is than what each benchmark compares it with.", baselines),
    ...runs,
  ].filter((each) => each !== null);
}

function overview(title: string, text: string, rows: readonly RatioRow[]): HTMLElement | null {
  if (rows.length === 0) return null;
  return element("section", { class: "card" }, [
    element("h2", {}, [title]),
    element("p", {}, [text]),
    plot((width) => ratiosPlot(rows, width)),
  ]);
}

function sections(): readonly HTMLElement[] {
  return Object.entries(Object.groupBy(report.results, ({ file }) => file)).map(([file, results = []]) =>
    element("section", {}, [element("h2", { class: "file" }, [file]), ...results.map(card)]),
  );
}

function card(result: BenchResult): HTMLElement {
  const [own] = result.series;
  const path = result.names.slice(0, -1).join(" › ");
  const title = element("h3", {}, [...(path === "" ? [] : [element("small", {}, [`${path} › `])]), result.names.at(-1) ?? ""]);
  if (own === undefined)
    return element("article", { class: "card failed" }, [title, element("pre", {}, [result.failure ?? "not measured"])]);
  const facts = result.series.slice(1).map((other) => {
    const { ratio, word } = comparison(own.ns.median / other.ns.median);
    return element("span", { class: word }, [`${ratio} ${word} than ${other.name}`.trim()]);
  });
  const summary = element("p", { class: "summary" }, [element("strong", {}, [timeText(own.ns.median)]), ...facts]);
  return element("article", { class: "card" }, [
    element("div", { class: "head" }, [title, summary]),
    plot((width) => barsPlot(result, { report, earlier, width })),
  ]);
}

function plot(draw: (width: number) => Element): HTMLElement {
  const place = element("div", { class: "plot" }, []);
  plots.push({ place, draw });
  return place;
}

/** The same as text, for those who cannot see plots, or who copy. */
function numbers(): HTMLElement {
  const heads = ["benchmark", "function", "median", "5 %", "25 %", "75 %", "95 %", "samples", ...earlier.map(({ label }) => `vs ${label}`)];
  const rows = report.results.flatMap((result) =>
    result.series.map((series) => {
      const { median, p05, p25, p75, p95 } = series.ns;
      const before = earlier.map((run) => findResult(run, result)?.series.find(({ name }) => name === series.name));
      return [
        ...[result.names.join(" › "), series.name, ...[median, p05, p25, p75, p95].map(timeText)],
        `${series.samples.toLocaleString()} × ${series.callsPerSample.toLocaleString()}`,
        ...before.map((old) => (old === undefined ? "–" : ratioText(median / old.ns.median))),
      ];
    }),
  );
  const cells = (tag: "th" | "td", row: readonly string[]): HTMLElement =>
    element(
      "tr",
      {},
      row.map((text) => element(tag, {}, [text])),
    );
  return element("details", { class: "card" }, [
    element("summary", {}, ["All numbers"]),
    element("p", {}, [
      "Time of one call: the median over all samples, and the quantiles round it. A sample is the mean of that many calls in a row.",
    ]),
    element("div", { class: "table" }, [
      element("table", {}, [
        element("thead", {}, [cells("th", heads)]),
        element(
          "tbody",
          {},
          rows.map((row) => cells("td", row)),
        ),
      ]),
    ]),
  ]);
}
