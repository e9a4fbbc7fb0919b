/** What the library has out at the moment: bytes, handles, anything that native code can count. */
export type Counter = () => number | bigint;

export interface LeakOptions {
  /** Default: 100. */
  readonly rounds?: number;
  /** Rounds before the first count, in which caches and tables may fill. Default: 1. */
  readonly warmUp?: number;
  /** How much may be left after all rounds. Default: 0. */
  readonly allowed?: number;
}

/**
 * Runs `body` many times between two readings of each counter, and throws when one has grown. `counters` is one function or several with
 * names. With an asynchronous `body` it returns a promise; rounds never overlap.
 */
export function leaks(
  counters: Counter | Readonly<Record<string, Counter>>,
  body: (round: number) => Promise<unknown>,
  options?: LeakOptions,
): Promise<void>;
export function leaks(counters: Counter | Readonly<Record<string, Counter>>, body: (round: number) => void, options?: LeakOptions): void;
export function leaks(
  counters: Counter | Readonly<Record<string, Counter>>,
  body: (round: number) => unknown,
  { rounds = 100, warmUp = 1, allowed = 0 }: LeakOptions = {},
): Promise<void> | undefined {
  if (!(Number.isSafeInteger(rounds) && rounds > 0 && Number.isSafeInteger(warmUp) && warmUp >= 0))
    throw new RangeError(`leaks: rounds must be a whole number from 1 on and warmUp one from 0 on, got ${rounds} and ${warmUp}`);
  const named = typeof counters === "function" ? { "": counters } : counters;
  const read = (): readonly Reading[] => Object.entries(named).map(([name, count]) => ({ name, value: BigInt(count()) }));
  let before: readonly Reading[] = [];
  const finish = (): void => compare({ before, after: read(), rounds, allowed });
  for (let round = 0; round < warmUp + rounds; round++) {
    if (round === warmUp) before = read();
    const result = body(round);
    if (result instanceof Promise) return continueLater(round, result);
  }
  finish();
  return undefined;

  async function continueLater(first: number, running: Promise<unknown>): Promise<void> {
    await running;
    for (let round = first + 1; round < warmUp + rounds; round++) {
      if (round === warmUp) before = read();
      await body(round);
    }
    finish();
  }
}

interface Reading {
  readonly name: string;
  readonly value: bigint;
}

interface Comparison {
  readonly before: readonly Reading[];
  readonly after: readonly Reading[];
  readonly rounds: number;
  readonly allowed: number;
}

function compare({ before, after, rounds, allowed }: Comparison): void {
  const grown = after.flatMap(({ name, value }, index) => {
    const start = before[index]?.value ?? 0n;
    const growth = value - start;
    if (growth <= BigInt(allowed)) return [];
    const each = Number(growth) / rounds;
    const rate = Number.isInteger(each) ? String(each) : `about ${each.toPrecision(3)}`;
    return [`${name === "" ? "" : `${name}: `}${growth} more after ${rounds} rounds (${rate} a round): ${start} before, ${value} after`];
  });
  if (grown.length > 0) throw new Error(`leak\n${grown.join("\n")}`);
}
