import type { Container } from "../../model/decls.ts";
import type { DeclarationTable, Dialect } from "../../model/declarations.ts";
import type { Span } from "../../model/span.ts";
import type { FunctionType, Type } from "../../model/types.ts";
import { spanOf } from "../lines.ts";
import type { Range } from "../outline.ts";
import { patternNames } from "./patterns.ts";
import { placeOf, sourceAt, type Call, type Frame, type Place, type Slot, type Value } from "./values.ts";

/** What the program did with foreign-function libraries while it was followed. */
export interface Session {
  readonly rootPath: string;
  readonly tables: TableRecord[];
  readonly notes: Note[];
  /** What JavaScript functions that are handed to native code say of their signatures. */
  readonly callbacks: Map<Value, CallbackRecord>;
  /** See `DeclarationFile`. */
  isOpener: boolean;
}

export interface Note {
  readonly at: Place;
  readonly reason: string;
}

/** A table of declarations as the program made it; its types are read when everything is known. */
export interface TableRecord {
  readonly dialect: Dialect;
  readonly path: Value | null;
  readonly at: Place;
  /** That of the call that opens the library: what is declared deeper is only declared on some platforms. */
  readonly platformDepth: number;
  readonly declared: Declared[];
  readonly uses: SymbolUse[];
  /** Reads what was declared. */
  readonly lower: (record: TableRecord, lowering: Lowering) => LoweredTable;
}

/** What a dialect was given: an object of definitions, one named definition, the arguments of a call. */
export interface Declared {
  readonly kind: "definitions" | "definition" | "symbol" | "call";
  readonly slots: readonly Slot[];
  readonly call: Call;
}

/** A call of a declared function. */
export interface SymbolUse {
  readonly symbol: string;
  readonly args: readonly Slot[];
}

export interface CallbackRecord {
  readonly at: Place;
  signature(lowering: Lowering): FunctionType | null;
}

export type LoweredTable = Pick<DeclarationTable, "declarations" | "insertion">;

/** State while recorded values are turned into types. */
export interface Lowering {
  readonly notes: Note[];
  /** Every container that any type named so far, by id. */
  readonly containers: Map<string, Container>;
  /** Which arm of each choice counts, and how many arms the choices met had. */
  arm: number;
  arms: number;
}

export function picked(lowering: Lowering, value: Value): Value {
  if (value.kind !== "choice") return value;
  lowering.arms = Math.max(lowering.arms, value.arms.length);
  return value.arms[Math.min(lowering.arm, value.arms.length - 1)] ?? value;
}

/** Reads something once for each arm that the choices in it have. */
export function eachArm<T>(lowering: Lowering, read: () => T): readonly T[] {
  const outer = { arm: lowering.arm, arms: lowering.arms };
  const results: T[] = [];
  lowering.arms = 1;
  for (lowering.arm = 0; lowering.arm < lowering.arms; lowering.arm++) results.push(read());
  lowering.arm = outer.arm;
  lowering.arms = outer.arms;
  return results;
}

export function note(notes: Note[], at: Place, reason: string): void {
  notes.push({ at, reason });
}

export function unreadable(lowering: Lowering, at: Place, reason: string): Type {
  note(lowering.notes, at, reason);
  return { kind: "unknown", reason };
}

/** The id of a container that is made at a place: with the place in it, where the file has another one of the name. */
export function containerId(lowering: Lowering, at: Place, name: string): string {
  const id = `${at.file.path}#${name}`;
  const other = lowering.containers.get(id);
  const { line, column, start } = span(at);
  return other === undefined || other.span.start === start ? id : `${id}@${line}:${column}`;
}

export function span(at: Place): Span {
  return spanOf(at.file, at);
}

export function emptyPlace(at: Place, offset: number): Place {
  return placeOf(at.file, { start: offset, end: offset });
}

/** Whether the file that is being read takes part in a call. */
export function concernsRoot(call: Call, rootPath: string): boolean {
  if (call.at.file.path === rootPath) return true;
  for (let frame = call.frame; frame !== null; frame = frame.caller) if (frame.at.file.path === rootPath) return true;
  return false;
}

/**
 * The call that is meant: for a function of the project's own that only hands `slot` on (`openLibrary(name, {..})`), the call of that
 * function.
 */
export function outermostCall(call: Call, slot: Slot | undefined): Place {
  let place = call.at;
  let name = slot === undefined ? "" : sourceAt(slot.at);
  for (let frame = call.frame; frame !== null && !isUncalled(frame); frame = frame.caller) {
    const index = frame.fn.params.findIndex((param) => patternNames(param.target).includes(name));
    if (index === -1) break;
    place = frame.at;
    const arg = frame.args[index];
    const isPlain = frame.fn.params[index]?.target.kind === "name";
    name = isPlain && arg !== undefined ? sourceAt(arg.at) : "";
  }
  return place;
}

function isUncalled(frame: Frame): boolean {
  return frame.at.start === frame.fn.start && frame.at.end === frame.fn.end;
}

export function rangeInside(inner: Range, outer: Range): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
