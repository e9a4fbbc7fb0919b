import type { ClassOutline, Expression, FunctionOutline, Key, Statement } from "./script.ts";
import type { Call, Cell, ClassValue, Closure, Env, Holder, ObjectValue, Place, Slot, Value } from "./values.ts";

/**
 * Runs a program as far as it can be known without running it. Both arms of what only the running program knows are taken. The machine's
 * parts call each other through it.
 */
export interface Machine {
  evaluate(expression: Expression, env: Env, holder?: Holder | null): Value;
  run(statements: readonly Statement[], env: Env): Completion;
  /** What `import * as x from source` gives. */
  importFrom(source: string, env: Env): Value;
  call(callee: Value, request: CallRequest): Value;
  /** A call of something unknown. */
  onUnknownCall(call: Call): void;
  readonly globals: ReadonlyMap<string, Value>;
  /** The file whose functions are run even when nothing calls them. */
  readonly rootPath: string;
  /** Functions and classes of the root file, in the order in which they came up. */
  readonly created: (Closure | ClassValue)[];
  readonly entered: Set<FunctionOutline>;
  /** The first instance of each class that was constructed. */
  readonly instances: Map<ClassOutline, ObjectValue>;
  readonly enums: { readonly name: Key; readonly place: Place; readonly value: ObjectValue }[];
  steps: number;
  nesting: number;
  calls: number;
  /** How many conditions on the platform surround the current point. */
  platformDepth: number;
  /** Variables changed since the innermost branch began, with their values before. */
  writes: Map<Cell, Value> | null;
}

export interface CallRequest extends Omit<Call, "apply"> {
  /** `this`, where it does not come with the function: for getters, and the instance that `super(..)` goes on building. */
  readonly self: Value | null;
}

/** How a list of statements ends: at its end, by `return` or `throw`, or by `break` or `continue`. */
export type Completion = "on" | "out" | "loop";

/** Past these limits a program is no table of declarations: the rest is unknown. */
export const limits = { steps: 500_000, nesting: 1200, calls: 60, recursion: 3, iterations: 3000 } as const;

export interface Target {
  readonly slot: Slot;
  readonly isDeclaration: boolean;
  /** The variables stand for what was handed over: a parameter, a loop's item. */
  readonly isPassed?: boolean;
}

/** Conditions that are the same for every run on one platform. */
export function isAboutPlatform(source: string): boolean {
  return /platform|win32|windows|darwin|linux|macos|\barch\b|Deno\.build|\bos\b/i.test(source);
}
