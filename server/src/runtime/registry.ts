import { format } from "node:util";
import { checkMargins } from "./canaries.ts";
import { callPlace, type CallPlace } from "./failures.ts";
import { isThenable } from "./thenable.ts";

export type Body = () => unknown;

/** A limit in milliseconds; each test and hook has one. */
export type Limit = number | { readonly timeout: number };

export interface TestNode {
  readonly kind: "test";
  readonly name: string;
  /** Null: to be done. */
  readonly body: Body | null;
  readonly mode: Mode;
  readonly timeoutMs: number | null;
  readonly place: CallPlace | null;
  /** What a benchmark measures; null for a test. */
  readonly bench: BenchCalls | null;
}

export interface BenchCalls {
  readonly calls: readonly BenchCall[];
  /** For each of them; null: as long as the run says. */
  readonly timeMs: number | null;
}

export interface BenchCall {
  readonly name: string;
  readonly isBaseline: boolean;
  readonly call: () => unknown;
}

export interface SuiteNode {
  readonly kind: "suite";
  readonly name: string;
  readonly mode: Mode;
  readonly children: (TestNode | SuiteNode)[];
  readonly hooks: Readonly<Record<HookName, Hook[]>>;
}

export interface Hook {
  readonly body: Body;
  readonly timeoutMs: number | null;
}

export type HookName = "before" | "after" | "beforeEach" | "afterEach";
export type Mode = "run" | "only" | "skip" | "todo";

export interface DeclareTest extends DeclareOne {
  readonly only: DeclareOne;
  readonly skip: DeclareOne;
  todo(name: string, body?: Body): void;
}

export interface DeclareOne {
  (name: string, body?: Body, limit?: Limit): void;
  /**
   * One test for each row. An array gives the arguments of the body, anything else is the only one. In the name, `%s %d %i %f %j %o` stand
   * for the arguments in order, `%#` for the number of the row, `$field` for a field of a row that is an object.
   */
  each<Row extends [unknown, ...unknown[]] | readonly [unknown, ...unknown[]]>(
    rows: readonly Row[],
  ): (name: string, body: (...row: Row) => unknown, limit?: Limit) => void;
  each<Row>(rows: readonly Row[]): (name: string, body: (row: Row) => unknown, limit?: Limit) => void;
}

export interface DeclareSuite {
  (name: string, body: () => void): void;
  readonly only: (name: string, body: () => void) => void;
  readonly skip: (name: string, body: () => void) => void;
  todo(name: string): void;
  each<Row extends [unknown, ...unknown[]] | readonly [unknown, ...unknown[]]>(
    rows: readonly Row[],
  ): (name: string, body: (...row: Row) => void) => void;
  each<Row>(rows: readonly Row[]): (name: string, body: (row: Row) => void) => void;
}

/** All that the spec file has declared. */
export const rootSuite: SuiteNode = newSuite("", "run");
let current = rootSuite;
let isClosed = false;

/** Declarations after this are mistakes: they would never run. */
export function closeRegistry(): void {
  isClosed = true;
}

export const declareTest: DeclareTest = Object.assign(testOf("run"), {
  only: testOf("only"),
  skip: testOf("skip"),
  todo: (name: string) => addTest(name, null, { mode: "todo" }),
});

export const declareSuite: DeclareSuite = Object.assign(suiteOf("run"), {
  only: suiteOf("only"),
  skip: suiteOf("skip"),
  todo: (name: string) => addTest(name, null, { mode: "todo" }),
  each: (rows: readonly unknown[]) => (name: string, body: (...row: never[]) => void) => {
    rows.forEach((row, index) => addSuite(rowName(name, row, index), bodyOf(body, row), "run"));
  },
});

export function addHook(name: HookName): (body: Body, limit?: Limit) => void {
  return (body, limit) => {
    refuseLate(name);
    current.hooks[name].push({ body, timeoutMs: milliseconds(limit) });
  };
}

function testOf(mode: Mode): DeclareOne {
  const one = (name: string, body?: Body, limit?: Limit) => addTest(name, body ?? null, { mode, limit });
  const each = (rows: readonly unknown[]) => (name: string, body: (...row: never[]) => unknown, limit?: Limit) => {
    rows.forEach((row, index) => addTest(rowName(name, row, index), bodyOf(body, row), { mode, limit }));
  };
  return Object.assign(one, { each });
}

function suiteOf(mode: Mode): (name: string, body: () => void) => void {
  return (name, body) => addSuite(name, body, mode);
}

export interface TestOptions {
  readonly mode: Mode;
  readonly limit?: Limit | undefined;
  readonly bench?: BenchCalls;
}

export function addTest(name: string, body: Body | null, { mode, limit, bench }: TestOptions): void {
  refuseLate(`${bench === undefined ? "it" : "bench"}(${JSON.stringify(name)})`);
  const asked = body === null && mode !== "skip" ? "todo" : mode;
  current.children.push({
    ...{ kind: "test", name, mode: asked, timeoutMs: milliseconds(limit), place: callPlace(), bench: bench ?? null },
    body: body === null ? null : watchingMargins(body),
  });
}

/** What native code wrote beside its buffers fails the test that called it. */
function watchingMargins(body: Body): Body {
  return () => {
    const result = body();
    if (isThenable(result)) return result.then(checkMargins);
    checkMargins();
    return undefined;
  };
}

function addSuite(name: string, body: Body, mode: Mode): void {
  refuseLate(`describe(${JSON.stringify(name)})`);
  const outer = current;
  const suite = newSuite(name, mode);
  outer.children.push(suite);
  current = suite;
  try {
    const result = body();
    if (result instanceof Promise)
      throw new TypeError(`describe(${JSON.stringify(name)}): the body must be synchronous; use before() for what is not`);
  } finally {
    current = outer;
  }
}

function refuseLate(what: string): void {
  if (isClosed) throw new Error(`${what} was called while tests run: declare tests and hooks while the file is imported`);
}

function newSuite(name: string, mode: Mode): SuiteNode {
  return { kind: "suite", name, mode, children: [], hooks: { before: [], after: [], beforeEach: [], afterEach: [] } };
}

export function milliseconds(limit: Limit | undefined): number | null {
  if (limit === undefined) return null;
  return typeof limit === "number" ? limit : limit.timeout;
}

function bodyOf(body: (...row: never[]) => unknown, row: unknown): Body {
  return () => body(...(argumentsOf(row) as never[]));
}

function argumentsOf(row: unknown): readonly unknown[] {
  return Array.isArray(row) ? row : [row];
}

function rowName(name: string, row: unknown, index: number): string {
  const numbered = name.replaceAll("%#", String(index + 1));
  const named =
    typeof row === "object" && row !== null && !Array.isArray(row)
      ? numbered.replace(/\$([A-Za-z_]\w*)/g, (all, key: string) => (key in row ? format("%s", Reflect.get(row, key)) : all))
      : numbered;
  const holes = named.match(/%[sdifjoO]/g)?.length ?? 0;
  return holes === 0 ? named : format(named, ...argumentsOf(row).slice(0, holes));
}
