import type { Range } from "../outline.ts";
import type { ClassOutline, Expression, FunctionOutline, ScriptFile } from "./script.ts";

/** Where something is written. */
export interface Place extends Range {
  readonly file: ScriptFile;
}

/** A value, and the expression that it came from. */
export interface Slot {
  readonly value: Value;
  readonly at: Place;
  /** Where the value is written when `at` only names a parameter: the argument. Null where no single place says it. */
  readonly written?: Place | null | undefined;
}

/** What static evaluation knows of a JavaScript value. */
export type Value = Literal | PartialText | ObjectValue | ArrayValue | Closure | ClassValue | Builtin | Choice | Unknown;

export interface Literal {
  readonly kind: "literal";
  readonly value: string | number | bigint | boolean | null | undefined;
  /** For a string: where its characters stand in the source, one to one; null where they do not. */
  readonly content: Place | null;
  /** For a key that was taken out of an object: the entry that it names. */
  readonly entry: Place | null;
  /** For a member of a dialect's own table of types: the expression that took it. */
  readonly member?: Place;
}

/** A string of which parts are known; `*` stands for the others. */
export interface PartialText {
  readonly kind: "partial";
  readonly text: string;
}

/** Objects and arrays change while the program runs, as they do in JavaScript. */
export interface ObjectValue {
  readonly kind: "object";
  readonly entries: Map<string, Entry>;
  /** Entries that are there but whose names cannot be known. */
  readonly holes: Hole[];
  readonly cls: ClassValue | null;
  /** The literal that made the object. */
  readonly literal: Place | null;
  /** What the constructor of a base class that is a library's made: its members are the object's. */
  native?: Value;
}

export interface Entry extends Slot {
  readonly key: Place;
  /** The entry with its comma; null for one that is not written in a literal. */
  readonly whole: Place | null;
  /** Only there on some platforms. */
  readonly isOptional: boolean;
  readonly isGetter: boolean;
}

export interface Hole {
  readonly at: Place;
  readonly reason: string;
}

export interface ArrayValue {
  readonly kind: "array";
  readonly items: Slot[];
  /** Why further items cannot be known; null when there are none. */
  hole: string | null;
  /** The literal that made the array. */
  readonly literal: Place | null;
}

export interface Closure {
  readonly kind: "function";
  readonly fn: FunctionOutline;
  readonly env: Env;
  readonly self: Value | null;
}

export interface ClassValue {
  readonly kind: "class";
  readonly cls: ClassOutline;
  readonly env: Env;
  readonly base: Value | null;
  readonly statics: ObjectValue;
}

/** Something that is not written in the program. What a foreign-function library needs to know of it, it keeps by identity. */
export interface Builtin {
  readonly kind: "builtin";
  readonly name: string;
  readonly call?: (call: Call) => Value;
  readonly construct?: (call: Call) => Value;
  readonly member?: (name: string, at: Place) => Value | undefined;
  /** What can be listed of it: the exports of a module. */
  readonly listed?: () => ObjectValue;
}

/** One of these, depending on what only the running program knows. */
export interface Choice {
  readonly kind: "choice";
  readonly arms: readonly Value[];
}

export interface Unknown {
  readonly kind: "unknown";
  readonly reason: string;
  /** A parameter (or part of one) of a function that nothing calls. */
  readonly isParameter: boolean;
}

export interface Call {
  readonly args: readonly Slot[];
  /** Further arguments follow that are not known. */
  readonly isOpen: boolean;
  readonly isNew: boolean;
  /** The whole call. */
  readonly at: Place;
  readonly callee: Place;
  readonly holder: Holder | null;
  readonly frame: Frame | null;
  /** How many conditions on the platform surround the call. */
  readonly platformDepth: number;
  apply(callee: Value, args: readonly Slot[]): Value;
}

/** What keeps a call's result. */
export interface Holder {
  readonly name: string | null;
  /** The statement or the entry, with its comma. */
  readonly whole: Place;
  readonly form: "statement" | "entry";
  /** For an entry: the object literal. */
  readonly literal: Place | null;
}

export interface Env {
  readonly scope: Scope;
  readonly file: ScriptFile;
  readonly self: Value;
  readonly frame: Frame | null;
  readonly module: ModuleState;
}

/** A call that is being executed. */
export interface Frame {
  readonly caller: Frame | null;
  readonly fn: FunctionOutline;
  readonly args: readonly Slot[];
  readonly at: Place;
  readonly returns: Value[];
}

export interface Scope {
  readonly parent: Scope | null;
  readonly cells: Map<string, Cell>;
  readonly isFunction: boolean;
}

export interface Cell {
  value: Value;
  /** Computes the value on first use. */
  force: (() => Value) | null;
  /** For what is handed to a function or a loop's round: where it is written; null where no single place says it. */
  readonly passed?: Place | null;
}

export interface ModuleState {
  readonly file: ScriptFile;
  readonly scope: Scope;
  readonly exports: Map<string, Cell>;
  /** `export * from`. */
  readonly stars: string[];
  /** Relative imports, in order. */
  readonly imports: string[];
}

export function literal(value: Literal["value"], content: Place | null = null, entry: Place | null = null): Literal {
  return { kind: "literal", value, content, entry };
}

export const undefinedValue: Literal = literal(undefined);

export function unknownValue(reason: string, isParameter = false): Unknown {
  return { kind: "unknown", reason, isParameter };
}

export function arrayOf(items: readonly Slot[], hole: string | null = null): ArrayValue {
  return { kind: "array", items: [...items], hole, literal: null };
}

export function emptyObject(at: Place | null = null, cls: ClassValue | null = null): ObjectValue {
  return { kind: "object", entries: new Map(), holes: [], cls, literal: at };
}

export function setEntry(object: ObjectValue, name: string, slot: Slot, isOptional = false): void {
  object.entries.set(name, { ...slot, key: slot.at, whole: null, isOptional, isGetter: false });
}

/** An object that is not written in the program, with fixed members. */
export function builtinObject(name: string, members: Readonly<Record<string, Value>>): Builtin {
  const table = new Map(Object.entries(members));
  return { kind: "builtin", name, member: (key) => table.get(key) };
}

export function builtinFunction(name: string, call: (call: Call) => Value): Builtin {
  return { kind: "builtin", name, call };
}

const maxArms = 24;

/** One of several values; arms that say nothing (`undefined`, `null`) count only when there is no other. */
export function choiceOf(values: readonly Value[]): Value {
  const arms: Value[] = [];
  for (const value of values.flatMap((item) => (item.kind === "choice" ? item.arms : [item]))) {
    if (!arms.some((arm) => isSame(arm, value))) arms.push(value);
  }
  const telling = arms.filter((arm) => arm.kind !== "literal" || (arm.value !== undefined && arm.value !== null));
  const kept = telling.length === 0 ? arms.slice(0, 1) : telling.slice(0, maxArms);
  const [first] = kept;
  if (first === undefined) return undefinedValue;
  return kept.length === 1 ? first : { kind: "choice", arms: kept };
}

function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === "literal" && b.kind === "literal") return a.value === b.value && a.content?.start === b.content?.start;
  if (a.kind === "partial" && b.kind === "partial") return a.text === b.text;
  if (a.kind === "unknown" && b.kind === "unknown") return a.reason === b.reason;
  return a.kind === "function" && b.kind === "function" && a.fn === b.fn && a.self === b.self;
}

/** The arms of a choice, or the value alone. */
export function armsOf(value: Value): readonly Value[] {
  return value.kind === "choice" ? value.arms : [value];
}

export function mapArms(value: Value, change: (arm: Value) => Value): Value {
  return value.kind === "choice" ? choiceOf(value.arms.map(change)) : change(value);
}

/** An object whose entries can be listed. */
export function listable(value: Value): Value {
  return value.kind === "builtin" && value.listed !== undefined ? value.listed() : value;
}

/** Undefined where only the running program knows. */
export function truthOf(value: Value): boolean | undefined {
  switch (value.kind) {
    case "literal":
      return Boolean(value.value);
    case "object":
    case "array":
    case "function":
    case "class":
    case "builtin":
      return true;
    default:
      return undefined;
  }
}

export function placeOf(file: ScriptFile, range: Range): Place {
  return { file, start: range.start, end: range.end };
}

export function sourceAt(at: Place): string {
  return at.file.text.slice(at.start, at.end);
}

/** The source of an expression for messages: one short line. */
export function shortSource(at: Place): string {
  const text = sourceAt(at).replace(/\s+/g, " ");
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

export function textValue(value: Value | undefined): string | undefined {
  return value?.kind === "literal" && typeof value.value === "string" ? value.value : undefined;
}

export function expressionPlace(file: ScriptFile, expression: Expression): Place {
  let inner = expression;
  // What is meant is the literal, not `(..) as const` around it.
  while (inner.kind === "wrapped") inner = inner.inner;
  return placeOf(file, inner);
}
