import { runInThisContext } from "node:vm";
import { Bench } from "tinybench";
import type { BenchSeries, BenchSettings } from "../protocol/benchReport.ts";
import type { BenchCall } from "./registry.ts";
import { isThenable } from "./thenable.ts";

/** The functions take turns, so that a machine that gets busy disturbs all of them alike. */
const turns = 5;
/** A clock is read no more often than this: reading it takes about as long as a fast call. */
const sampleMs = 0.2;
const settleMs = 30;
const mostCalls = 2 ** 24;
/** Even a slow function is called this often in each turn. */
const fewest = 2;

interface Measured {
  readonly call: BenchCall;
  readonly run: (calls: number) => unknown;
  readonly callsPerSample: number;
  readonly samples: (readonly number[])[];
}

/** Measures each function; rejects when one throws. */
export async function measure(calls: readonly BenchCall[], settings: BenchSettings): Promise<readonly BenchSeries[]> {
  const all: Measured[] = [];
  for (const call of calls) {
    const run = await repeated(call);
    all.push({ call, run, callsPerSample: await callsFor(run), samples: [] });
  }
  for (let turn = 0; turn < turns; turn++) for (const each of all) each.samples.push(await takeTurn(each, settings, turn === 0));
  return all.map(({ call, callsPerSample, samples }) => {
    const sorted = samples
      .flat()
      .map((ms) => ms * 1e6)
      .sort((a, b) => a - b);
    const [p05, p25, median, p75, p95] = [0.05, 0.25, 0.5, 0.75, 0.95].map((share) => quantile(sorted, share));
    const ns = { p05: p05 ?? NaN, p25: p25 ?? NaN, median: median ?? NaN, p75: p75 ?? NaN, p95: p95 ?? NaN };
    return { name: call.name, isBaseline: call.isBaseline, samples: sorted.length, callsPerSample, ns };
  });
}

/**
 * Calls the function a number of times. Each gets a loop of its own: in a shared one the engine could not inline the call, and a baseline in
 * TypeScript would look slower than it is. The result is stored, so that the call is not optimized away.
 */
async function repeated({ call }: BenchCall): Promise<Measured["run"]> {
  const first = call();
  const isAsync = isThenable(first);
  if (isAsync) await first;
  const source = isAsync
    ? "(call, sink) => async (calls) => { for (let i = 0; i < calls; i++) sink.value = await call(); }"
    : "(call, sink) => (calls) => { for (let i = 0; i < calls; i++) sink.value = call(); }";
  const make = runInThisContext(source) as (call: () => unknown, sink: { value: unknown }) => Measured["run"];
  return make(call, { value: undefined });
}

/** How many calls take long enough for the clock, once the engine has optimized them. */
async function callsFor(run: Measured["run"]): Promise<number> {
  const started = performance.now();
  let calls = 1;
  // The fastest: anything may come in between.
  let callMs = Infinity;
  for (;;) {
    const before = performance.now();
    await run(calls);
    const now = performance.now();
    callMs = Math.min(callMs, (now - before) / calls);
    if (now - started >= settleMs && callMs > 0) return Math.min(mostCalls, Math.ceil(sampleMs / callMs));
    if (now - before < sampleMs) calls = Math.min(mostCalls, calls * 2);
  }
}

async function takeTurn({ run, callsPerSample }: Measured, settings: BenchSettings, isFirst: boolean): Promise<readonly number[]> {
  const bench = new Bench({
    time: settings.timeMs / turns,
    iterations: fewest,
    warmup: isFirst,
    warmupTime: settings.warmUpMs,
    warmupIterations: 1,
    retainSamples: true,
    throws: true,
  });
  const timed = (started: number): { readonly overriddenDuration: number; readonly overriddenIterationCost: number } => {
    const ms = performance.now() - started;
    return { overriddenDuration: ms / callsPerSample, overriddenIterationCost: ms };
  };
  bench.add("", () => {
    const started = performance.now();
    const running = run(callsPerSample);
    return isThenable(running) ? running.then(() => timed(started)) : timed(started);
  });
  await bench.run();
  const result = bench.tasks[0]?.result;
  if (result?.state !== "completed") throw new Error(`the measurement ended early: ${result?.state ?? "no result"}`);
  return result.latency.samples ?? [];
}

function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const [low = NaN, high = NaN] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  return low + (high - low) * (position - Math.floor(position));
}
