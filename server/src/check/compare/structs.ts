import type { Container, Field } from "../../model/decls.ts";
import type { IssueCode } from "../../model/issue.ts";
import type { Span } from "../../model/span.ts";
import type { ContainerLayouts, FieldLayout } from "../../layout/layouts.ts";
import { matchFields } from "./fieldMatch.ts";
import { leavesOf, sameLeaves } from "./leaves.ts";
import { isPadding, plainName } from "./names.ts";
import { shapeOf, type Side } from "./shape.ts";

export interface StructProblem {
  readonly code: IssueCode;
  readonly text: string;
  readonly harm: "breaks" | "loses";
  readonly zigSpan: Span;
  readonly tsSpan: Span;
}

/**
 * A struct that a script mirrors, against Zig's: by offsets, sizes and classes. Names only tell which field is meant, so that two fields of
 * one type that changed places are found.
 */
export function compareStructs(zig: Side, zigType: Container, ts: Side, tsType: Container): readonly StructProblem[] {
  if ((zigType.kind !== "struct" && zigType.kind !== "union") || (tsType.kind !== "struct" && tsType.kind !== "union")) return [];
  if (zigType.layout === "auto") return [];
  const ours = zig.layouts.container(zigType.id);
  const theirs = ts.layouts.container(tsType.id);
  if (ours.kind === "unknown" || theirs.kind === "unknown") return [];
  const structs: Structs = { zig, zigType, ours: ours.value, ts, tsType, theirs: theirs.value };
  return [...(zigType.layout === "packed" ? [] : contentProblems(structs)), ...extentProblems(structs)];
}

type Fields = Extract<Container, { kind: "struct" | "union" }>;

interface Structs {
  readonly zig: Side;
  readonly zigType: Fields;
  readonly ours: ContainerLayouts;
  readonly ts: Side;
  readonly tsType: Fields;
  readonly theirs: ContainerLayouts;
}

function contentProblems(structs: Structs): readonly StructProblem[] {
  const { zig, zigType, ts, tsType } = structs;
  const ours = leavesOf(zig, { kind: "named", id: zigType.id });
  const theirs = leavesOf(ts, { kind: "named", id: tsType.id });
  if (ours === null || theirs === null) return [];
  const isSame = zigType.kind === "struct" && tsType.kind === "struct" && sameLeaves(ours, theirs);
  if (isSame) return swappedFields(structs);
  const match = matchFields(zigType.fields, tsType.fields);
  const missing = zigType.fields.filter((field, i) => match[i] === null && !isPadding(field.name));
  if (missing.length > 0 && tsType.fields.length < zigType.fields.length) return missing.map((field) => missingField(structs, field));
  return fieldProblems(structs, match);
}

/** The numbers lie where they should, but two of the same name do not. */
function swappedFields(structs: Structs): readonly StructProblem[] {
  const { zigType, ours, tsType, theirs } = structs;
  const byName = new Map(tsType.fields.map((field, i) => [plainName(field.name), i]));
  if (byName.size !== tsType.fields.length) return [];
  return zigType.fields.flatMap((field, i) => {
    const j = byName.get(plainName(field.name));
    if (j === undefined || isPadding(field.name)) return [];
    const [place, other, mirror] = [ours.fields[i], theirs.fields[j], tsType.fields[j]];
    if (place === undefined || other === undefined || mirror === undefined || place.offset === other.offset) return [];
    return [offsetProblem(structs, { field, mirror, place, other })];
  });
}

function missingField({ zigType, tsType }: Structs, field: Field): StructProblem {
  const isLast = field === zigType.fields.at(-1);
  return {
    code: "abi/field-missing",
    text: `${own(zigType, field)} has no counterpart in ${declared(tsType)}${isLast ? "" : ": everything after it is read from the wrong place"}`,
    harm: "breaks",
    zigSpan: field.span,
    tsSpan: tsType.span,
  };
}

interface FieldPair {
  readonly field: Field;
  readonly mirror: Field;
  readonly place: FieldLayout;
  readonly other: FieldLayout;
}

/** A field of another size moves those after it: of what follows from the first one nothing is said. */
function fieldProblems(structs: Structs, match: readonly (number | null)[]): readonly StructProblem[] {
  const { zigType, ours, tsType, theirs } = structs;
  const problems: StructProblem[] = [];
  let isMoved = false;
  for (const [i, field] of zigType.fields.entries()) {
    const j = match[i] ?? -1;
    const [place, other, mirror] = [ours.fields[i], theirs.fields[j], tsType.fields[j]];
    if (mirror === undefined || place === undefined || other === undefined) continue;
    const pair = { field, mirror, place, other };
    if (place.offset !== other.offset) {
      if (!isMoved) problems.push(offsetProblem(structs, pair));
      isMoved = true;
    } else if (!isSameField(structs, pair)) {
      problems.push(typeProblem(structs, pair));
      isMoved ||= place.size !== other.size;
    }
  }
  return problems;
}

function offsetProblem({ zigType, tsType }: Structs, { field, mirror, place, other }: FieldPair): StructProblem {
  return {
    code: "abi/field-offset",
    text: `${own(zigType, field)} is at byte ${String(place.offset)}, ${declared(tsType, mirror)} at ${String(other.offset)}: the one is read for another`,
    harm: "breaks",
    zigSpan: field.span,
    tsSpan: mirror.span,
  };
}

function typeProblem({ zigType, tsType }: Structs, { field, mirror, place, other }: FieldPair): StructProblem {
  return {
    code: "abi/field-type",
    text: `${own(zigType, field)} is ${field.text} (${bytes(place.size)}), ${declared(tsType, mirror)} is ${mirror.text} (${bytes(other.size)})`,
    harm: "breaks",
    zigSpan: field.span,
    tsSpan: mirror.span,
  };
}

function isSameField({ zig, ts }: Structs, { place, other }: FieldPair): boolean {
  const ours = leavesOf(zig, place.type);
  const theirs = leavesOf(ts, other.type);
  if (ours === null || theirs === null) return place.size === other.size || shapeOf(ts, other.type).kind === "unknown";
  return place.size === other.size && sameLeaves(ours, theirs);
}

function extentProblems({ zigType, ours, tsType, theirs }: Structs): readonly StructProblem[] {
  const whole = { zigSpan: zigType.span, tsSpan: tsType.span };
  if (ours.size !== theirs.size) {
    const text = sizeText({ type: zigType, size: ours.size }, { type: tsType, size: theirs.size });
    return [{ code: "abi/struct-size", text, harm: "breaks", ...whole }];
  }
  if (ours.align <= theirs.align) return [];
  const text = `${own(zigType)} is aligned to ${bytes(ours.align)}, ${declared(tsType)} to ${String(theirs.align)}: memory for it may lie where Zig must not read it`;
  return [{ code: "abi/struct-align", text, harm: "loses", ...whole }];
}

interface Sized {
  readonly type: Container;
  readonly size: number;
}

export function sizeText(zig: Sized, ts: Sized): string {
  const [ours, theirs] = [own(zig.type), declared(ts.type)];
  return zig.size > ts.size
    ? `${ours} has ${bytes(zig.size)}, ${theirs} only ${String(ts.size)}: Zig reads and writes ${bytes(zig.size - ts.size)} past its end`
    : `${ours} has ${bytes(zig.size)}, ${theirs} has ${String(ts.size)}: arrays of it are read at the wrong places`;
}

/** Both sides often have one name: messages say whose is meant. */
function own({ name }: Container, field?: Field): string {
  return `Zig's ${name}${field === undefined ? "" : `.${field.name}`}`;
}

/** One without a name is called by its place, which says nothing in a message. */
function declared({ name }: Container, field?: Field): string {
  const isNamed = !name.includes("@");
  if (field === undefined) return isNamed ? `the declared ${name}` : "the declared struct";
  const member = /^\d+$/.test(field.name) ? `field ${field.name}` : field.name;
  return isNamed ? `the declared ${name}.${field.name}` : `${member} of the declared struct`;
}

function bytes(count: number): string {
  return count === 1 ? "1 byte" : `${String(count)} bytes`;
}
