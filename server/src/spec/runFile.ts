import type { ChildEvent, RunEvent, SpecCrash, SpecFailure, SpecFileResult, SpecOutcome, SpecTest } from "../protocol/specEvents.ts";
import type { Environment } from "../toolchain/environment.ts";
import { runChild, type ChildEnd, type ChildOutput } from "./childProcess.ts";
import { crashFailure } from "./crashText.ts";
import { readZigTrace } from "./zigTrace.ts";

export interface FileRun {
  readonly file: string;
  readonly node: readonly string[];
  readonly entry: string;
  /** Children run here. */
  readonly directory: string;
  readonly env: Environment;
  readonly folder: string;
  readonly filter: string | null;
  readonly timeoutMs: number;
  readonly crashHandler: string | null;
  readonly signal: AbortSignal | undefined;
  readonly onEvent: (event: RunEvent) => void;
}

/** What is known about a file while its children run. */
interface State {
  tests: readonly SpecTest[];
  readonly outcomes: Map<string, { readonly outcome: SpecOutcome; readonly durationMs: number }>;
  readonly failures: SpecFailure[];
  readonly stdout: Map<string, string>;
  readonly stderr: Map<string, string>;
}

/** The step a child was in. */
type Step =
  | { readonly kind: "import" }
  | { readonly kind: "between" }
  | { readonly kind: "test"; readonly id: string; readonly startedAt: number; readonly timeoutMs: number }
  | { readonly kind: "hook"; readonly hook: string; readonly tests: readonly string[]; readonly timeoutMs: number }
  | { readonly kind: "finished" };

/**
 * Runs a spec file in a child process. A test in which the child ends is failed, and a new child runs the tests that are left, until none
 * is. Never rejects.
 */
export async function runFile(run: FileRun): Promise<SpecFileResult> {
  const startedAt = new Date();
  const started = performance.now();
  const state: State = { tests: [], outcomes: new Map(), failures: [], stdout: new Map(), stderr: new Map() };
  run.onEvent({ kind: "file-started", file: run.file });
  while (await runOnce(run, state));
  if (run.signal?.aborted !== true) failUnreached(run, state);
  const result: SpecFileResult = {
    file: run.file,
    tests: state.tests.flatMap((test) => {
      const ended = state.outcomes.get(test.id);
      const output = { stdout: state.stdout.get(test.id) ?? "", stderr: state.stderr.get(test.id) ?? "" };
      return ended === undefined ? [] : [{ test, ...ended, ...output }];
    }),
    failures: state.failures,
    stdout: state.stdout.get("") ?? "",
    stderr: state.stderr.get("") ?? "",
    durationMs: performance.now() - started,
    startedAt: startedAt.toISOString(),
  };
  run.onEvent({ kind: "file-ended", file: run.file, result });
  return result;
}

/** Tests that no child came to: the file could not be imported again, or each child ended before them. */
function failUnreached(run: FileRun, state: State): void {
  const failure: SpecFailure = { message: "not run: the process ended before it, each time", stack: null, difference: null, crash: null };
  for (const { id } of state.tests)
    if (!state.outcomes.has(id)) finish(run, state, { id, outcome: { kind: "failed", failure }, durationMs: 0 });
}

/** True when tests are left for another child. */
async function runOnce(run: FileRun, state: State): Promise<boolean> {
  let step: Step = { kind: "import" };
  const before = state.outcomes.size;
  const { file, filter, timeoutMs, crashHandler, node, entry, env, folder, signal } = run;
  const end = await runChild({
    ...{ node, entry, env, folder, signal, cwd: run.directory },
    request: { file, filter, timeoutMs, crashHandler, done: [...state.outcomes.keys()] },
    onEvent: (event) => {
      step = nextStep(step, event);
      record(run, state, event);
    },
  });
  addOutput(state, end.output);
  if (end.kind === "cancelled") return false;
  const last = step as Step;
  if (last.kind === "finished" && end.kind === "exited" && end.code === 0) return false;
  recordCrash(run, state, { end, step: last });
  const left = state.tests.some(({ id }) => !state.outcomes.has(id));
  return left && state.outcomes.size > before && last.kind !== "finished";
}

function nextStep(step: Step, event: ChildEvent): Step {
  switch (event.kind) {
    case "test-started":
      return { kind: "test", id: event.id, startedAt: performance.now(), timeoutMs: event.timeoutMs };
    case "hook-started":
      return { kind: "hook", hook: event.hook, tests: event.tests, timeoutMs: event.timeoutMs };
    case "collected":
    case "test-ended":
    case "hook-ended":
      return { kind: "between" };
    case "finished":
      return { kind: "finished" };
    case "file-failed":
      return step;
  }
}

function record(run: FileRun, state: State, event: ChildEvent): void {
  const { file } = run;
  switch (event.kind) {
    case "collected":
      if (state.tests.length === 0) run.onEvent({ kind: "tests-found", file, tests: event.tests });
      // A file may name its tests differently each time: those seen first stay, so that none is lost.
      state.tests = [...state.tests, ...event.tests.filter(({ id }) => !state.tests.some((known) => known.id === id))];
      return;
    case "test-started":
      run.onEvent({ kind: "test-started", file, id: event.id });
      return;
    case "test-ended":
      finish(run, state, event);
      return;
    case "file-failed":
      state.failures.push(event.failure);
      return;
    case "hook-started":
    case "hook-ended":
    case "finished":
  }
}

interface Ended {
  readonly id: string;
  readonly outcome: SpecOutcome;
  readonly durationMs: number;
}

function finish(run: FileRun, state: State, { id, outcome, durationMs }: Ended): void {
  state.outcomes.set(id, { outcome, durationMs });
  run.onEvent({ kind: "test-ended", file: run.file, id, outcome, durationMs });
}

function addOutput(state: State, output: ChildOutput): void {
  for (const name of ["stdout", "stderr"] as const)
    for (const [id, text] of output[name]) state[name].set(id, (state[name].get(id) ?? "") + text);
}

interface Crashed {
  readonly end: Exclude<ChildEnd, { readonly kind: "cancelled" }>;
  readonly step: Step;
}

function recordCrash(run: FileRun, state: State, { end, step }: Crashed): void {
  if (end.kind === "not-started") {
    state.failures.push({ message: `${run.node[0] ?? "node"} did not start: ${end.message}`, stack: null, difference: null, crash: null });
    return;
  }
  const stderr = end.output.stderr.get(step.kind === "test" ? step.id : "") ?? "";
  const crash: SpecCrash = { ...endOf(end), ...readZigTrace(stderr, run.directory) };
  const failure = crashFailure(crash, describeStep(step), "timeoutMs" in step ? step.timeoutMs : null);
  if (step.kind === "test") {
    finish(run, state, { id: step.id, outcome: { kind: "failed", failure }, durationMs: performance.now() - step.startedAt });
    return;
  }
  const dependent = step.kind === "hook" ? step.tests.filter((id) => !state.outcomes.has(id)) : [];
  for (const id of dependent) finish(run, state, { id, outcome: { kind: "failed", failure }, durationMs: 0 });
  if (dependent.length === 0)
    state.failures.push({ ...failure, stack: failure.stack ?? (stderr === "" ? null : stderr.trim().slice(-4000)) });
}

function endOf(end: Exclude<Crashed["end"], { readonly kind: "not-started" }>): Pick<SpecCrash, "kind" | "signal" | "exitCode"> {
  if (end.kind === "timed-out") return { kind: "timeout", signal: "SIGKILL", exitCode: null };
  return { kind: end.signal === null ? "exit" : "signal", signal: end.signal, exitCode: end.code };
}

function describeStep(step: Step): string {
  switch (step.kind) {
    case "import":
      return "while the file was imported";
    case "between":
      return "between tests";
    case "test":
      return "during this test";
    case "hook":
      return `in ${step.hook}`;
    case "finished":
      return "after the last test";
  }
}
