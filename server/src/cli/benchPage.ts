import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchReport } from "../protocol/benchReport.ts";
import { packageRoot } from "../workspace/package.ts";
import { CliError } from "./context.ts";

/** A page that needs nothing else: plots of a run, next to earlier ones. */
export function benchPage(report: BenchReport, earlier: readonly BenchReport[]): string {
  const [script, style] = ["benchPage.js", "benchPage.css"].map((name) => readPart(name));
  // Nothing inside may look like the end of the element.
  const data = JSON.stringify({ report, earlier }).replaceAll("<", "\\u003c");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Benchmarks: ${escape(report.label)}</title>
<style>
${style ?? ""}</style>
</head>
<body>
<main></main>
<noscript>The plots are drawn by a script inside this page.</noscript>
<script type="application/json" id="data">${data}</script>
<script>
${(script ?? "").replaceAll("</script", "<\\/script")}</script>
</body>
</html>
`;
}

function readPart(name: string): string {
  const path = join(packageRoot(), "dist", "bench", name);
  if (!existsSync(path))
    throw new CliError(`${path} is missing: --html works with the npm package of zig-ffi, or in its sources after "npm run build"`);
  return readFileSync(path, "utf8");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
