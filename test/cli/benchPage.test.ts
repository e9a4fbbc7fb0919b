// The page of plots in a real browser, from numbers that are made up. Needs the built page in dist/.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { findChromium } from "../../scripts/host/chromium.ts";
import { benchPage } from "../../server/src/cli/benchPage.ts";
import type { BenchReport, BenchSeries } from "../../server/src/protocol/benchReport.ts";
import { temporaryFolder, writeFile } from "../support/temporaryFolder.ts";

const browser = findChromium(process.env);
const skip = browser === undefined && process.env["ZIG_FFI_HOST"] !== "required" ? 'no Chromium: "npm run setup:host"' : false;

function series(name: string, median: number, isBaseline = false): BenchSeries {
  const ns = { p05: median * 0.9, p25: median * 0.95, median, p75: median * 1.1, p95: median * 3 };
  return { name, isBaseline, samples: 100, callsPerSample: 7, ns };
}

function report(label: string, factor: number): BenchReport {
  return {
    ...{ version: 1, label, startedAt: "2026-01-02T03:04:05.000Z" },
    environment: { cpu: "CPU", platform: "linux x64", node: "24.0.0", zig: "0.15.2", optimize: "ReleaseFast", libraries: { lib: "koffi" } },
    results: [
      { file: "a.spec.ts", names: ["group", "add"], series: [series("add", 40 * factor), series("TypeScript", 2, true)], failure: null },
      { file: "a.spec.ts", names: ["a </script> name"], series: [series("a </script> name", 3e6)], failure: null },
      { file: "b.spec.ts", names: ["fails"], series: [], failure: "no luck" },
    ],
  };
}

for (const [scheme, width] of [
  ["light", 1000],
  ["dark", 380],
] as const)
  test(`${scheme}, ${width} pixels wide: all that was measured is drawn`, { skip }, async (t) => {
    const file = join(temporaryFolder(t), "page.html");
    writeFile(file, benchPage(report("now", 1), [report("before", 2)]));
    const window = await chromium.launch({ executablePath: browser ?? "", args: ["--no-sandbox"] });
    try {
      const page = await window.newPage({ viewport: { width, height: 800 }, colorScheme: scheme });
      const problems: string[] = [];
      page.on("pageerror", ({ message }) => problems.push(message));
      page.on("console", (message) => problems.push(message.text()));
      page.on("request", (request) => {
        if (!request.url().startsWith("file:")) problems.push(request.url());
      });
      await page.goto(pathToFileURL(file).href);
      await page.locator("svg").nth(3).waitFor();
      assert.deepEqual(await page.locator("h2").allTextContents(), [
        "Against the baselines",
        "Against the run “before”",
        "a.spec.ts",
        "b.spec.ts",
      ]);
      assert.deepEqual(await page.locator("h3").allTextContents(), ["group › add", "a </script> name", "fails"]);
      assert.deepEqual(await page.locator(".summary").allTextContents(), ["40.0 ns20.0× slower than TypeScript", "3.00 ms"]);
      assert.equal(await page.locator(".failed pre").textContent(), "no luck");
      // Two overviews, and one plot for each benchmark with its earlier run.
      assert.equal(await page.locator(".plot svg").count(), 4);
      const texts = await page.locator("article svg").first().locator("text").allTextContents();
      for (const text of ["add", "before", "TypeScript", "40.0 ns", "80.0 ns", "ns a call"])
        assert.ok(texts.includes(text), `${text} in ${texts.join()}`);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), width);
      assert.deepEqual(problems, []);
    } finally {
      await window.close();
    }
  });
