import type { SpecFailure, SpecFileResult, SpecTestResult } from "../../protocol/specEvents.ts";
import type { ReportContext, Reporter } from "./reporter.ts";

/** JUnit XML as Jenkins, GitLab and Azure read it: a suite for each file; a crash is an `error`, a failed expectation a `failure`. */
export const junitReporter: Reporter = {
  end: (files, context) => {
    const suites = files.map((file) => suite(file, context));
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="zig-ffi" time="${seconds(context.durationMs)}">\n${suites.join("")}</testsuites>\n`;
  },
};

function suite(result: SpecFileResult, { show }: ReportContext): string {
  const { tests, failures } = result;
  const file = show(result.file);
  const failed = tests.flatMap(({ outcome }) => (outcome.kind === "failed" ? [outcome.failure] : []));
  const errors = failed.filter(({ crash }) => crash !== null).length + failures.length;
  const skipped = tests.filter(({ outcome }) => outcome.kind === "skipped" || outcome.kind === "todo").length;
  const counts = attributes({
    name: file,
    tests: tests.length + failures.length,
    failures: failed.filter(({ crash }) => crash === null).length,
    errors,
    skipped,
    time: seconds(result.durationMs),
    // xs:dateTime; Jenkins refuses fractions in some versions.
    timestamp: result.startedAt.replace(/\.\d+Z$/, ""),
  });
  const outside = failures.map((failure) =>
    testcase({ name: "outside of tests", classname: file, time: "0.000" }, problem("error", failure)),
  );
  const cases = tests.map((test) =>
    testcase(identity(test, file), `${verdict(test)}${output("system-out", test.stdout)}${output("system-err", test.stderr)}`),
  );
  return `  <testsuite ${counts}>\n${outside.join("")}${cases.join("")}${output("system-out", result.stdout)}${output("system-err", result.stderr)}  </testsuite>\n`;
}

function identity({ test, durationMs }: SpecTestResult, file: string): Readonly<Record<string, string>> {
  // Reports are grouped by the class name's dots: those of the file name would split it.
  const suites = [file.replaceAll(".", "_"), ...test.names.slice(0, -1)];
  return { name: test.names.at(-1) ?? "", classname: suites.join(" > "), time: seconds(durationMs) };
}

function verdict({ outcome }: SpecTestResult): string {
  switch (outcome.kind) {
    case "passed":
      return "";
    case "skipped":
      return "      <skipped/>\n";
    case "todo":
      return '      <skipped message="to do"/>\n';
    case "failed":
      return problem(outcome.failure.crash === null ? "failure" : "error", outcome.failure);
  }
}

function testcase(values: Readonly<Record<string, string>>, content: string): string {
  return content === "" ? `    <testcase ${attributes(values)}/>\n` : `    <testcase ${attributes(values)}>\n${content}    </testcase>\n`;
}

function problem(kind: "failure" | "error", { message, stack, crash }: SpecFailure): string {
  const type = crash === null ? "failure" : (crash.signal ?? crash.kind);
  const values = attributes({ message: message.split("\n")[0] ?? "", type });
  return `      <${kind} ${values}>${escape(stack === null ? message : `${message}\n${stack}`)}</${kind}>\n`;
}

function output(kind: "system-out" | "system-err", text: string): string {
  return text.trim() === "" ? "" : `      <${kind}>${escape(text)}</${kind}>\n`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escape(String(value)).replaceAll("\n", "&#10;")}"`)
    .join(" ");
}

function escape(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      // XML 1.0 has no way to write these.
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
  );
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
