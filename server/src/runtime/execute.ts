import type { ChildEvent, SpecOutcome, SpecRequest, SpecTest } from "../protocol/specEvents.ts";
import { failureOf } from "./failures.ts";
import { onGuarded } from "./guardNotice.ts";
import { closeRegistry, rootSuite, type HookName, type SuiteNode, type TestNode } from "./registry.ts";
import { catchStrayErrors, withLimit } from "./timeLimit.ts";

export interface Planned {
  readonly node: TestNode;
  readonly test: SpecTest;
  readonly state: "run" | "skip" | "todo";
}

interface Run {
  readonly request: SpecRequest;
  readonly planned: ReadonlyMap<TestNode, Planned>;
  readonly emit: (event: ChildEvent) => void;
  readonly mark: (test: string) => void;
}

/** Runs all that was declared, one test after the other, and reports each step before it is taken. */
export async function runRegistered(request: SpecRequest, emit: (event: ChildEvent) => void, mark: (test: string) => void): Promise<void> {
  closeRegistry();
  if (testsOf(rootSuite).length === 0) {
    emit({ kind: "file-failed", failure: failureOf(new Error("the file declares no tests: call it(name, body)")) });
    return;
  }
  catchStrayErrors((error) => {
    const failure = failureOf(error);
    emit({ kind: "file-failed", failure: { ...failure, message: `an error escaped while no test was running: ${failure.message}` } });
  });
  onGuarded((buffer) => emit({ kind: "guarded", buffer }));
  const planned = planTests(request.filter, request.bench === null ? "tests" : "benchmarks");
  emit({ kind: "collected", tests: [...planned.values()].map(({ test }) => test) });
  const done = new Set(request.done);
  const left = new Map([...planned].filter((_, position) => !done.has(position)));
  await runSuite(rootSuite, [], { request, planned: left, emit, mark });
}

/**
 * What becomes of each declared test; those that the filter, a regular expression, does not match are left out. Where benchmarks are asked
 * for, tests are left out; as tests, benchmarks count.
 */
export function planTests(pattern: string | null, wanted: "tests" | "benchmarks"): ReadonlyMap<TestNode, Planned> {
  const filter = pattern === null ? null : new RegExp(pattern, "i");
  const hasOnly = containsOnly(rootSuite);
  const seen = new Map<string, number>();
  const planned = new Map<TestNode, Planned>();
  const visit = (
    suite: SuiteNode,
    names: readonly string[],
    inherited: { readonly isSkipped: boolean; readonly isOnly: boolean },
  ): void => {
    for (const node of suite.children) {
      const path = [...names, node.name];
      const isSkipped = inherited.isSkipped || node.mode === "skip";
      // An `only` inside narrows the suite that it is in.
      const isOnly = node.mode === "only" || (inherited.isOnly && !suiteHasOnly(suite));
      if (node.kind === "suite") {
        visit(node, path, { isSkipped, isOnly });
        continue;
      }
      const full = path.join(" > ");
      const count = (seen.get(full) ?? 0) + 1;
      seen.set(full, count);
      if ((filter !== null && !filter.test(path.join(" "))) || (wanted === "benchmarks" && node.bench === null)) continue;
      const state = node.mode === "todo" ? "todo" : isSkipped || (hasOnly && !isOnly) ? "skip" : "run";
      const id = count === 1 ? full : `${full} #${count}`;
      planned.set(node, { node, state, test: { id, names: path, line: node.place?.line ?? null, column: node.place?.column ?? null } });
    }
  };
  visit(rootSuite, [], { isSkipped: false, isOnly: false });
  return planned;
}

function suiteHasOnly(suite: SuiteNode): boolean {
  return suite.children.some((node) => node.mode === "only" || (node.kind === "suite" && suiteHasOnly(node)));
}

function containsOnly(suite: SuiteNode): boolean {
  return suite.mode === "only" || suiteHasOnly(suite);
}

async function runSuite(suite: SuiteNode, outer: readonly SuiteNode[], run: Run): Promise<void> {
  const tests = testsOf(suite).flatMap((node) => run.planned.get(node) ?? []);
  if (tests.length === 0) return;
  const running = tests.filter(({ state }) => state === "run");
  const failure = running.length === 0 ? null : await runHooks(suite, "before", running, run);
  if (failure !== null) {
    for (const each of tests) report(each, each.state === "run" ? { kind: "failed", failure } : quietOutcome(each.state), 0, run);
  } else {
    const path = [...outer, suite];
    for (const child of suite.children) {
      const planned = child.kind === "test" ? run.planned.get(child) : undefined;
      if (child.kind === "suite") await runSuite(child, path, run);
      else if (planned !== undefined) await runTest(planned, path, run);
    }
  }
  if (running.length === 0) return;
  const late = await runHooks(suite, "after", [], run);
  if (late !== null) run.emit({ kind: "file-failed", failure: late });
}

function testsOf(suite: SuiteNode): readonly TestNode[] {
  return suite.children.flatMap((node) => (node.kind === "test" ? [node] : testsOf(node)));
}

function quietOutcome(state: "skip" | "todo"): SpecOutcome {
  return { kind: state === "skip" ? "skipped" : "todo" };
}

function report({ test }: Planned, outcome: SpecOutcome, durationMs: number, run: Run): void {
  run.emit({ kind: "test-ended", id: test.id, outcome, durationMs });
}

async function runHooks(
  suite: SuiteNode,
  name: HookName,
  tests: readonly Planned[],
  run: Run,
): Promise<ReturnType<typeof failureOf> | null> {
  for (const hook of suite.hooks[name]) {
    const timeoutMs = hook.timeoutMs ?? run.request.timeoutMs;
    const what = hookWords(suite, name);
    run.emit({ kind: "hook-started", hook: what, tests: tests.map(({ test }) => test.id), timeoutMs });
    try {
      await withLimit(hook.body, timeoutMs, what);
    } catch (error) {
      return hookFailure(what, error);
    } finally {
      run.emit({ kind: "hook-ended" });
    }
  }
  return null;
}

function hookWords(suite: SuiteNode, name: HookName): string {
  return `the ${name} hook of ${suite.name === "" ? "the file" : JSON.stringify(suite.name)}`;
}

function hookFailure(hook: string, error: unknown): ReturnType<typeof failureOf> {
  const failure = failureOf(error);
  // What exceeds its time is named already.
  return { ...failure, message: failure.message.startsWith(hook) ? failure.message : `${hook} failed: ${failure.message}` };
}

async function runTest(planned: Planned, path: readonly SuiteNode[], run: Run): Promise<void> {
  const { node, test, state } = planned;
  if (state !== "run") {
    report(planned, quietOutcome(state), 0, run);
    return;
  }
  const timeoutMs = node.timeoutMs ?? run.request.timeoutMs;
  const steps = stepsOf(benchStep(node, test.id, run) ?? { hook: null, body: node.body ?? (() => undefined), timeoutMs }, path, timeoutMs);
  run.mark(test.id);
  const [first] = steps.first;
  run.emit({ kind: "test-started", id: test.id, timeoutMs: first?.timeoutMs ?? timeoutMs, hook: first?.hook ?? null });
  const started = performance.now();
  const outcome = await outcomeOf(node, steps, run);
  report(planned, outcome, performance.now() - started, run);
  run.mark("");
}

interface Step {
  /** In words; null for the body. */
  readonly hook: string | null;
  readonly body: () => unknown;
  readonly timeoutMs: number;
}

interface Steps {
  /** Each depends on the one before. */
  readonly first: readonly Step[];
  /** These run in any case. */
  readonly last: readonly Step[];
}

/** Calibration and warm-up come on top of measuring, and a slow call is made a few times in any case. */
const benchTimeFactor = 4;

/** Instead of the body, where benchmarks are asked for. */
function benchStep({ bench, timeoutMs }: TestNode, id: string, { request, emit }: Run): Step | null {
  if (bench === null || request.bench === null) return null;
  const settings = { ...request.bench, timeMs: bench.timeMs ?? request.bench.timeMs };
  const measuring = bench.calls.length * (settings.timeMs + settings.warmUpMs) * benchTimeFactor;
  return {
    hook: null,
    timeoutMs: (timeoutMs ?? request.timeoutMs) + measuring,
    body: async () => {
      // Test runs need no benchmark library.
      const { measure } = await import("./benchRun.ts");
      emit({ kind: "measured", id, series: await measure(bench.calls, settings) });
    },
  };
}

function stepsOf(body: Step, path: readonly SuiteNode[], timeoutMs: number): Steps {
  const steps = (suites: readonly SuiteNode[], name: HookName): readonly Step[] =>
    suites.flatMap((suite) =>
      suite.hooks[name].map((hook) => ({ hook: hookWords(suite, name), body: hook.body, timeoutMs: hook.timeoutMs ?? timeoutMs })),
    );
  return { first: [...steps(path, "beforeEach"), body], last: steps(path.toReversed(), "afterEach") };
}

async function outcomeOf(node: TestNode, { first, last }: Steps, run: Run): Promise<SpecOutcome> {
  let outcome: SpecOutcome = { kind: "passed" };
  const attempt = async ({ hook, body, timeoutMs }: Step): Promise<boolean> => {
    try {
      await withLimit(body, timeoutMs, hook ?? JSON.stringify(node.name));
      return true;
    } catch (error) {
      if (outcome.kind === "passed") outcome = { kind: "failed", failure: hook === null ? failureOf(error) : hookFailure(hook, error) };
      return false;
    }
  };
  const announce = ({ timeoutMs, hook }: Step): void => run.emit({ kind: "step-started", timeoutMs, hook });
  for (const [index, step] of first.entries()) {
    if (index > 0) announce(step);
    if (!(await attempt(step))) break;
  }
  for (const step of last) {
    announce(step);
    await attempt(step);
  }
  return outcome;
}
