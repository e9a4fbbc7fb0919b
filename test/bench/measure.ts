import { runInThisContext } from "node:vm";

/** Nanoseconds an operation: the lower quartile of interleaved samples, so that a busy machine disturbs all rows alike. */
export interface Row {
  readonly name: string;
  /** By column name. */
  readonly ns: Readonly<Record<string, number>>;
}

export interface Case {
  readonly name: string;
  readonly runs: Readonly<Record<string, () => void>>;
}

const samples = 15;
const sampleMs = 8;

export function measure({ name, runs }: Case): Row {
  const columns = Object.entries(runs).map(([column, run]) => ({ column, run: repeat(run), count: 0, times: new Array<number>() }));
  for (const each of columns) each.count = calibrate(each.run);
  for (let i = 0; i < samples; i++) {
    for (const { run, count, times } of columns) {
      const start = performance.now();
      run(count);
      times.push(((performance.now() - start) * 1e6) / count);
    }
  }
  return {
    name,
    ns: Object.fromEntries(columns.map(({ column, times }) => [column, times.sort((a, b) => a - b)[Math.floor(samples / 4)] ?? NaN])),
  };
}

/** A function of its own for each case: in a shared one the calls would be megamorphic, and measured as such. */
function repeat(run: () => void): (count: number) => void {
  const make = runInThisContext("(run) => (count) => { for (let i = 0; i < count; i++) run(); }") as (
    run: () => void,
  ) => (count: number) => void;
  return make(run);
}

function calibrate(run: (count: number) => void): number {
  let count = 100;
  for (let round = 0; round < 40; round++) {
    const start = performance.now();
    run(count);
    const ms = performance.now() - start;
    if (ms >= sampleMs) return count;
    count = Math.ceil(count * Math.min(4, Math.max(1.5, sampleMs / Math.max(ms, 0.01))));
  }
  return count;
}
