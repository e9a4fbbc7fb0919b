import type { SpecFailure, SpecFileResult, SpecOutcome } from "../../protocol/specEvents.ts";
import { summarize } from "../summary.ts";
import type { ReportContext, Reporter } from "./reporter.ts";

/** For people: a tree of each file as it ends, then the failures in full, then the sums. */
export const specReporter: Reporter = {
  file: fileText,
  end: (files, context) => `${failuresText(files, context)}${sumText(files, context)}\n`,
};

const signs: Readonly<Record<SpecOutcome["kind"], readonly [sign: string, colour: number]>> = {
  passed: ["✓", 32],
  failed: ["✗", 31],
  skipped: ["-", 33],
  todo: ["○", 36],
};

function fileText(result: SpecFileResult, { show, colour }: ReportContext): string {
  const lines = [colour(1, show(result.file))];
  let open: readonly string[] = [];
  for (const { test, outcome, durationMs } of result.tests) {
    const suites = test.names.slice(0, -1);
    const same = suites.findIndex((name, i) => open[i] !== name);
    const from = same === -1 ? suites.length : same;
    suites.slice(from).forEach((name, i) => lines.push(`${indent(from + i + 1)}${name}`));
    open = suites;
    const [sign, code] = signs[outcome.kind];
    const note =
      outcome.kind === "skipped" || outcome.kind === "todo"
        ? ` (${outcome.kind})`
        : durationMs >= 100
          ? ` (${Math.round(durationMs)} ms)`
          : "";
    lines.push(`${indent(suites.length + 1)}${colour(code, sign)} ${test.names.at(-1) ?? ""}${note}`);
  }
  for (const failure of result.failures) lines.push(`  ${colour(31, "✗")} ${failure.message.split("\n")[0] ?? ""}`);
  return `${lines.join("\n")}\n`;
}

function failuresText(files: readonly SpecFileResult[], context: ReportContext): string {
  const texts = files.flatMap((file) => [
    ...file.failures.map((failure) => failureText(context.show(file.file), failure, file.stdout + file.stderr)),
    ...file.tests.flatMap(({ test, outcome, stdout, stderr }) => {
      const place = `${context.show(file.file)}${test.line === null ? "" : `:${test.line}`}`;
      return outcome.kind === "failed" ? [failureText(`${test.names.join(" > ")} (${place})`, outcome.failure, stdout + stderr)] : [];
    }),
  ]);
  return texts.length === 0 ? "" : `\n${texts.map((text, i) => `${context.colour(31, `${i + 1})`)} ${text}`).join("\n")}`;
}

function failureText(title: string, failure: SpecFailure, output: string): string {
  const parts = [failure.message, ...(failure.stack === null ? [] : [failure.stack])];
  const lines = output.trim() === "" ? [] : output.trimEnd().split("\n");
  const shown = lines.length <= maxLines ? lines : [...lines.slice(0, maxLines - 1), `(${lines.length - maxLines + 1} more lines)`];
  if (shown.length > 0) parts.push(`output:\n${shift(shown.join("\n"), 2)}`);
  return `${title}\n${shift(parts.join("\n"), 3)}\n`;
}

/** The other reporters have all of it. */
const maxLines = 30;

function sumText(files: readonly SpecFileResult[], { colour, durationMs }: ReportContext): string {
  const { passed, failed, skipped, todo, fileFailures } = summarize(files);
  const parts = [
    colour(32, `${passed} passed`),
    ...(failed > 0 ? [colour(31, `${failed} failed`)] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(todo > 0 ? [`${todo} to do`] : []),
    ...(fileFailures > 0 ? [colour(31, `${fileFailures} ${fileFailures === 1 ? "failure" : "failures"} outside of tests`)] : []),
  ];
  return `\n${parts.join(", ")} in ${files.length} ${files.length === 1 ? "file" : "files"} (${(durationMs / 1000).toFixed(2)} s)`;
}

function indent(depth: number): string {
  return "  ".repeat(depth);
}

function shift(text: string, width: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(width));
}
