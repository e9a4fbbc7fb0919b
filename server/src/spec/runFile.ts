import type { BenchSeries, BenchSettings } from "../protocol/benchReport.ts";
import type {
  ChildEvent,
  GuardedBuffer,
  RunEvent,
  SpecCrash,
  SpecFailure,
  SpecFileResult,
  SpecOutcome,
  SpecTest,
} from "../protocol/specEvents.ts";
import type { Environment } from "../toolchain/environment.ts";
import { runChild, type ChildEnd, type ChildOutput } from "./childProcess.ts";
import { crashFailure } from "./crashText.ts";
import { freePort } from "./freePort.ts";
import { describeStep, nextStep, type Step } from "./step.ts";
import { isCrashSignal, mayBeCorruption, traceCorruption, type Traced, type TracedCrash } from "./traceCorruption.ts";
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
  readonly bench: BenchSettings | null;
  readonly crashHandler: string | null;
  /** Children wait for a debugger, and nothing has a time limit. */
  readonly debug: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onEvent: (event: RunEvent) => void;
}

/** What is known about a file while its children run. */
interface State {
  /** As the first child declared them. */
  tests: readonly SpecTest[];
  readonly outcomes: Map<string, { readonly outcome: SpecOutcome; readonly durationMs: number }>;
  readonly series: Map<string, readonly BenchSeries[]>;
  readonly failures: SpecFailure[];
  readonly stdout: Map<string, string>;
  readonly stderr: Map<string, string>;
}

/**
 * Runs a spec file in a child process. A test in which the child ends is failed, and a new child runs the tests that are left, until none
 * is. Never rejects.
 */
export async function runFile(run: FileRun): Promise<SpecFileResult> {
  const startedAt = new Date();
  const started = performance.now();
  const state: State = { tests: [], outcomes: new Map(), series: new Map(), failures: [], stdout: new Map(), stderr: new Map() };
  run.onEvent({ kind: "file-started", file: run.file });
  while (await runOnce(run, state));
  if (run.signal?.aborted !== true) failUnreached(run, state, "not run: the process ended before it, each time");
  const result: SpecFileResult = {
    file: run.file,
    tests: state.tests.flatMap((test) => {
      const ended = state.outcomes.get(test.id);
      const output = { stdout: state.stdout.get(test.id) ?? "", stderr: state.stderr.get(test.id) ?? "" };
      const series = state.series.get(test.id) ?? [];
      return ended === undefined ? [] : [{ test, ...ended, ...output, series }];
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

/** Tests that no child came to have failed: passing over them would hide them. */
function failUnreached(run: FileRun, state: State, message: string): void {
  const failure: SpecFailure = { message, stack: null, difference: null, crash: null };
  for (const { id } of state.tests)
    if (!state.outcomes.has(id)) finish(run, state, { id, outcome: { kind: "failed", failure }, durationMs: 0 });
}

/** True when tests are left for another child. */
async function runOnce(run: FileRun, state: State): Promise<boolean> {
  let step: Step = { kind: "import" };
  const ran: string[] = [];
  const guarded: GuardedBuffer[] = [];
  const before = state.outcomes.size;
  const child = await runPart(run, state, {
    skips: ({ id }) => state.outcomes.has(id),
    onEvent: (event) => {
      step = nextStep(step, event);
      if (event.kind === "test-started") ran.push(event.id);
      if (event.kind === "guarded") guarded.push(event.buffer);
      record(run, state, event);
    },
  });
  const { end } = child;
  addOutput(state, child.output);
  if (child.mismatch !== null) {
    failUnreached(run, state, child.mismatch);
    return false;
  }
  if (end.kind === "cancelled") return false;
  const last = step as Step;
  if (last.kind === "finished" && end.kind === "exited" && end.code === 0) return false;
  await recordCrash(run, state, { end, output: child.output, step: last, ran, guarded });
  const left = state.tests.some(({ id }) => !state.outcomes.has(id));
  return left && state.outcomes.size > before && last.kind !== "finished";
}

interface Part {
  /** On top of that of the run. */
  readonly env?: Environment;
  readonly signal?: AbortSignal;
  readonly skips: (test: SpecTest) => boolean;
  /** Ids are those of the first child. */
  readonly onEvent: (event: ChildEvent) => void;
}

interface PartEnd {
  readonly end: ChildEnd;
  readonly output: ChildOutput;
  /** Why this child's tests are not those of the first child. */
  readonly mismatch: string | null;
}

/** Runs some of the tests in a child. Their names may differ from child to child, where they hold a time or a random number: positions count. */
async function runPart(run: FileRun, state: State, { skips, onEvent, env: more, signal }: Part): Promise<PartEnd> {
  let ids: ReadonlyMap<string, string> = new Map();
  let mismatch: string | null = null;
  const stop = new AbortController();
  const { file, filter, timeoutMs, bench, crashHandler, node, entry, env, folder } = run;
  const known = (id: string): string => ids.get(id) ?? id;
  const inspectPort = run.debug ? await freePort() : null;
  const end = await runChild({
    ...{ node, entry, folder, cwd: run.directory, inspectPort },
    env: { ...env, ...more },
    signal: AbortSignal.any([run.signal, signal, stop.signal].filter((each) => each !== undefined)),
    request: {
      file,
      filter,
      timeoutMs,
      bench,
      crashHandler,
      done: state.tests.flatMap((test, position) => (skips(test) ? [position] : [])),
    },
    onStarted: (pid) => (inspectPort === null ? undefined : run.onEvent({ kind: "debugger-awaited", file, port: inspectPort, pid })),
    onEvent: (event) => {
      if (mismatch !== null) return;
      if (event.kind === "collected") {
        mismatch = differenceOf(state.tests, event.tests);
        if (mismatch !== null) {
          stop.abort();
          return;
        }
        ids = new Map(event.tests.map(({ id }, position) => [id, state.tests[position]?.id ?? id]));
      }
      onEvent(withIds(event, known));
    },
  });
  return { end, output: { stdout: renamed(end.output.stdout, known), stderr: renamed(end.output.stderr, known) }, mismatch };
}

function differenceOf(first: readonly SpecTest[], now: readonly SpecTest[]): string | null {
  if (first.length === 0 || first.length === now.length) return null;
  return `the file declared ${first.length} tests, and ${now.length} when a new process imported it after a crash: declare the same tests each time`;
}

function withIds(event: ChildEvent, known: (id: string) => string): ChildEvent {
  if ("id" in event) return { ...event, id: known(event.id) };
  return event.kind === "hook-started" ? { ...event, tests: event.tests.map(known) } : event;
}

function renamed(texts: ReadonlyMap<string, string>, known: (id: string) => string): ReadonlyMap<string, string> {
  return new Map([...texts].map(([id, text]) => [known(id), text]));
}

function record(run: FileRun, state: State, event: ChildEvent): void {
  const { file } = run;
  switch (event.kind) {
    case "collected":
      if (state.tests.length > 0) return;
      state.tests = event.tests;
      run.onEvent({ kind: "tests-found", file, tests: event.tests });
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
    case "measured":
      state.series.set(event.id, event.series);
      return;
    case "step-started":
    case "hook-started":
    case "hook-ended":
    case "guarded":
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
  readonly output: ChildOutput;
  readonly step: Step;
  /** Tests that this child started, in order. */
  readonly ran: readonly string[];
  readonly guarded: readonly GuardedBuffer[];
}

async function recordCrash(run: FileRun, state: State, crashed: Crashed): Promise<void> {
  const { end, step, output } = crashed;
  if (end.kind === "not-started") {
    state.failures.push({ message: `${run.node[0] ?? "node"} did not start: ${end.message}`, stack: null, difference: null, crash: null });
    return;
  }
  const stderr = output.stderr.get(step.kind === "test" ? step.id : "") ?? "";
  const crash: SpecCrash = { ...endOf(end), ...readZigTrace(stderr, run.directory) };
  const { guarded } = crashed;
  const failure = crashFailure(crash, { when: describeStep(step), timeoutMs: end.kind === "timed-out" ? end.limitMs : null, guarded });
  const durationMs = step.kind === "test" ? performance.now() - step.startedAt : 0;
  const crashedIn = { crash, stderr, step, guarded, ran: crashed.ran.flatMap((id) => state.tests.filter((test) => test.id === id)) };
  const traced = !run.debug && mayBeCorruption(crashedIn) ? await trace(run, state, crashedIn) : null;
  if (traced !== null) {
    const { test, failure: corruption } = traced;
    const passed = state.outcomes.get(test.id)?.durationMs ?? 0;
    finish(run, state, { id: test.id, outcome: { kind: "failed", failure: corruption }, durationMs: passed });
    if (step.kind === "test") finish(run, state, { id: step.id, durationMs, outcome: traced.alone ?? { kind: "failed", failure } });
    return;
  }
  if (step.kind === "test") {
    finish(run, state, { id: step.id, outcome: { kind: "failed", failure }, durationMs });
    return;
  }
  const dependent = step.kind === "hook" ? step.tests.filter((id) => !state.outcomes.has(id)) : [];
  for (const id of dependent) finish(run, state, { id, outcome: { kind: "failed", failure }, durationMs: 0 });
  if (dependent.length === 0)
    state.failures.push({ ...failure, stack: failure.stack ?? (stderr === "" ? null : stderr.trim().slice(-4000)) });
}

function trace(run: FileRun, state: State, crash: TracedCrash): Promise<Traced | null> {
  return traceCorruption(crash, async (tests, { env, signal }) => {
    let outcome: SpecOutcome | null = null;
    const { end } = await runPart(run, state, {
      ...{ env, signal, skips: (test) => !tests.includes(test) },
      onEvent: (event) => {
        if (event.kind === "test-ended") outcome = event.outcome;
      },
    });
    return { isCrash: end.kind === "exited" && isCrashSignal(end.signal), outcome };
  });
}

function endOf(end: Exclude<Crashed["end"], { readonly kind: "not-started" }>): Pick<SpecCrash, "kind" | "signal" | "exitCode"> {
  if (end.kind === "timed-out") return { kind: "timeout", signal: "SIGKILL", exitCode: null };
  return { kind: end.signal === null ? "exit" : "signal", signal: end.signal, exitCode: end.code };
}
