// Every way to crash, as a table: which outcomes are allowed in which mode, and at which line of crash.zig.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { OptimizeMode } from "../../server/src/model/config.ts";
import type { SpecTestResult } from "../../server/src/protocol/specEvents.ts";
import { fixturesFolder } from "./fixtures.ts";
import { leftovers, runSpecs } from "./specRun.ts";

const project = `${fixturesFolder}/crash`;
const source = readFileSync(`${project}/src/crash.zig`, "utf8").split("\n");

/** How a test may end: a pattern over `describeOutcome`, and the text of the Zig line that must be the first frame. */
type Expected = readonly [outcome: RegExp, line?: string];
type Row = { readonly name: string } & Readonly<Record<OptimizeMode, Expected>>;

const garbage = /^failed expect\(received\)\.toBe\(expected\)|^signal SIG(?:SEGV|ILL|ABRT)/;
const passed = /^passed$/;

const table: readonly Row[] = [
  same("memory > writes to null", /^signal SIGABRT Segmentation fault at address 0x0$/, "place.* = 1;"),
  same("memory > still works", passed),
  checked("memory > reads out of bounds", [/^signal SIGABRT index out of bounds: index 7, len 3$/, "return all[index];"], [garbage]),
  same("memory > still works #2", passed),
  same("memory > frees twice", /^signal SIGABRT null$/),
  same("memory > corrupts the heap", /^signal SIG(?:ABRT|SEGV) /),
  same("memory > still works #3", passed),
  checked("arithmetic and control > overflows an integer", [/^signal SIGABRT integer overflow$/, "return a + b;"], [garbage]),
  checked("arithmetic and control > reaches unreachable", [/^signal SIGABRT reached unreachable code$/, "else => unreachable,"], [garbage]),
  {
    ...same("arithmetic and control > overflows the stack", /^signal SIGABRT stack overflow$/),
    Debug: [/^signal SIGABRT stack overflow$/, "export fn recurse(depth: u64) u64 {"],
  },
  same("arithmetic and control > panics", /^signal SIGABRT on purpose$/, '@panic("on purpose");'),
  same("arithmetic and control > still works", passed),
  same("the process > aborts", /^signal SIGABRT null$/),
  same("the process > exits with 0", /^exit 0$/),
  same("the process > exits with 3", /^exit 3$/),
  same("the process > hangs", /^timeout SIGKILL null$/),
  same("the process > still works", passed),
  same("callbacks > panics in a callback", /^signal SIGABRT on purpose$/, '@panic("on purpose");'),
  same("callbacks > throws across a callback", /^failed from the callback$/),
  same("callbacks > is called back", passed),
  same("callbacks > still works", passed),
];

function same(name: string, outcome: RegExp, line?: string): Row {
  const one: Expected = line === undefined ? [outcome] : [outcome, line];
  // ReleaseSmall has no debug information.
  return { name, Debug: one, ReleaseSafe: one, ReleaseFast: one, ReleaseSmall: [outcome] };
}

function checked(name: string, safe: Expected, fast: Expected): Row {
  return { name, Debug: safe, ReleaseSafe: safe, ReleaseFast: fast, ReleaseSmall: fast };
}

/** Runs the fixture once: throws unless each crash is told apart, each other test is reported and nothing is left behind. */
export function checkCrashes(mode: OptimizeMode): { readonly classified: number } {
  const { code, files, summary } = runSpecs(project, ["--optimize", mode]);
  assert.equal(code, 1);
  const [file] = files;
  assert.ok(file !== undefined);
  assert.deepEqual(
    file.tests.map(({ test }) => test.id),
    table.map(({ name }) => name),
  );
  assert.deepEqual(file.failures, []);
  assert.equal(summary["passed"], 7);
  for (const [i, row] of table.entries()) {
    const result: SpecTestResult | undefined = file.tests[i];
    assert.ok(result !== undefined);
    const [outcome, line] = row[mode];
    assert.match(describeOutcome(result), outcome, row.name);
    if (line !== undefined) assert.equal(firstLine(result), line, row.name);
  }
  const printed = file.tests.find(({ test }) => test.id === "arithmetic and control > panics");
  assert.match(printed?.stderr ?? "", /^before the panic\nthread \d+ panic: on purpose\n/);
  assert.deepEqual(leftovers(project), []);
  return { classified: table.length };
}

function describeOutcome({ outcome }: SpecTestResult): string {
  if (outcome.kind !== "failed") return outcome.kind;
  const { crash, message } = outcome.failure;
  if (crash === null) return `failed ${message.split("\n")[0] ?? ""}`;
  return crash.kind === "exit" ? `exit ${crash.exitCode}` : `${crash.kind} ${crash.signal} ${crash.panic}`;
}

/** The text of the innermost Zig line. */
function firstLine({ outcome }: SpecTestResult): string | undefined {
  const frame = outcome.kind === "failed" ? outcome.failure.crash?.frames[0] : undefined;
  assert.ok(frame !== undefined);
  assert.equal(frame.file, `${project}/src/crash.zig`);
  return source[frame.line - 1]?.trim();
}
