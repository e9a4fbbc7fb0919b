import { addTest, milliseconds, type BenchCall, type Limit, type Mode } from "./registry.ts";

export interface BenchOptions {
  /** What to compare with: a function, or several with names. */
  readonly baseline?: BenchCall["call"] | Readonly<Record<string, BenchCall["call"]>>;
  /** How long to measure each function, in milliseconds. Default: that of the run. */
  readonly time?: number;
  /** Limit for all of it, without the time of measuring. */
  readonly timeout?: Limit;
}

export type DeclareBench = ((name: string, call: BenchCall["call"], options?: BenchOptions) => void) & {
  readonly only: (name: string, call: BenchCall["call"], options?: BenchOptions) => void;
  readonly skip: (name: string, call: BenchCall["call"], options?: BenchOptions) => void;
};

/**
 * A benchmark: `zig-ffi bench` measures how long a call takes, next to that of the baseline. In `zig-ffi test` it is a test that calls each
 * function once, so that it cannot rot. A call may be asynchronous.
 */
export const declareBench: DeclareBench = Object.assign(benchOf("run"), { only: benchOf("only"), skip: benchOf("skip") });

function benchOf(mode: Mode): DeclareBench["only"] {
  return (name, call, { baseline = {}, time, timeout } = {}) => {
    const others = typeof baseline === "function" ? { baseline } : baseline;
    const calls: readonly BenchCall[] = [
      { name, isBaseline: false, call },
      ...Object.entries(others).map(([other, run]) => ({ name: other, isBaseline: true, call: run })),
    ];
    const once = async (): Promise<void> => {
      for (const each of calls) await each.call();
    };
    addTest(name, once, { mode, limit: timeout, bench: { calls, timeMs: milliseconds(time) } });
  };
}
