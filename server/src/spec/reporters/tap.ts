import type { SpecFailure, SpecOutcome } from "../../protocol/specEvents.ts";
import type { Reporter } from "./reporter.ts";

/** TAP version 14, flat: one test point for each test, and one for each failure outside of tests. */
export const tapReporter: Reporter = {
  end: (files, { show }) => {
    const points = files.flatMap(({ file, tests, failures }) => [
      ...failures.map((failure) => ({ name: show(file), outcome: { kind: "failed", failure } as const, ms: 0 })),
      ...tests.map(({ test, outcome, durationMs }) => ({ name: [show(file), ...test.names].join(" > "), outcome, ms: durationMs })),
    ]);
    const lines = points.map(({ name, outcome, ms }, i) => point(i + 1, name, outcome, ms));
    return ["TAP version 14", `1..${points.length}`, ...lines, ""].join("\n");
  },
};

function point(number: number, name: string, outcome: SpecOutcome, ms: number): string {
  const directive = outcome.kind === "skipped" ? " # SKIP" : outcome.kind === "todo" ? " # TODO" : "";
  const sign = outcome.kind === "failed" || outcome.kind === "todo" ? "not ok" : "ok";
  const details = [`duration_ms: ${ms.toFixed(3)}`, ...(outcome.kind === "failed" ? failureLines(outcome.failure) : [])];
  // A line break ends a description, and # begins a directive.
  const title = name.replaceAll("\\", "\\\\").replaceAll("#", "\\#").replace(/\s+/g, " ");
  return [`${sign} ${number} - ${title}${directive}`, "  ---", ...details.map((line) => `  ${line}`), "  ..."].join("\n");
}

function failureLines({ message, stack, crash }: SpecFailure): readonly string[] {
  // JSON strings are YAML as well.
  return [
    `message: ${JSON.stringify(message)}`,
    ...(crash === null ? [] : [`crash: ${crash.signal ?? crash.kind}`]),
    ...(stack === null ? [] : [`stack: ${JSON.stringify(stack)}`]),
  ];
}
