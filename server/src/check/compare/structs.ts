import type { Container } from "../../model/decls.ts";
import type { IssueCode } from "../../model/issue.ts";
import type { Type } from "../../model/types.ts";
import type { Span } from "../../model/span.ts";
import { isSameName, plainName } from "./names.ts";
import { shapeOf, type Side } from "./shape.ts";

export interface StructProblem {
  readonly code: IssueCode;
  readonly text: string;
  readonly harm: "breaks" | "loses";
  readonly zigSpan: Span;
  readonly tsSpan: Span;
}

/** A struct that a script mirrors, against Zig's: by offsets and sizes; names only tell which field is meant. */
export function compareStructs(zig: Side, zigType: Container, ts: Side, tsType: Container): readonly StructProblem[] {
  if ((zigType.kind !== "struct" && zigType.kind !== "union") || (tsType.kind !== "struct" && tsType.kind !== "union")) return [];
  if (zigType.layout === "auto") return [];
  const ours = zig.layouts.container(zigType.id);
  const theirs = ts.layouts.container(tsType.id);
  if (ours.kind === "unknown" || theirs.kind === "unknown") return [];
  const whole = { zigSpan: zigType.span, tsSpan: tsType.span };
  const missing = missingFields(zigType, tsType);
  const problems: StructProblem[] = missing.map((field) => ({
    code: "abi/field-missing",
    text: `${zigType.name}.${field.name} has no counterpart in ${tsType.name}${field === zigType.fields.at(-1) ? "" : ": everything after it is read from the wrong place"}`,
    harm: "breaks",
    zigSpan: field.span,
    tsSpan: tsType.span,
  }));
  if (missing.length === 0) problems.push(...fieldProblems({ zig, zigType, ts, tsType }));
  const [size, mirrored] = [ours.value.size, theirs.value.size];
  if (size !== mirrored) {
    const text =
      size > mirrored
        ? `${zigType.name} has ${String(size)} bytes, ${tsType.name} only ${String(mirrored)}: Zig reads and writes ${String(size - mirrored)} bytes past its end`
        : `${zigType.name} has ${String(size)} bytes, ${tsType.name} has ${String(mirrored)}: arrays of it are read at the wrong places`;
    problems.push({ code: "abi/struct-size", text, harm: "breaks", ...whole });
  } else if (ours.value.align > theirs.value.align) {
    const text = `${zigType.name} is aligned to ${String(ours.value.align)} bytes, ${tsType.name} to ${String(theirs.value.align)}: memory for it may lie where Zig must not read it`;
    problems.push({ code: "abi/struct-align", text, harm: "loses", ...whole });
  }
  return problems;
}

type Fields = Extract<Container, { kind: "struct" | "union" }>;

/** Fields of Zig's that no field of the mirror stands for, where the mirror has fewer. */
function missingFields(zigType: Fields, tsType: Fields): readonly Fields["fields"][number][] {
  if (tsType.fields.length >= zigType.fields.length) return [];
  const names = tsType.fields.map(({ name }) => plainName(name));
  const byName = zigType.fields.filter(({ name }) => !names.some((other) => isSameName(other, plainName(name))));
  // Names that do not match at all say nothing: then the last ones are missing.
  const count = zigType.fields.length - tsType.fields.length;
  return byName.length === count ? byName : zigType.fields.slice(-count);
}

interface Structs {
  readonly zig: Side;
  readonly zigType: Fields;
  readonly ts: Side;
  readonly tsType: Fields;
}

function fieldProblems({ zig, zigType, ts, tsType }: Structs): readonly StructProblem[] {
  const ours = zig.layouts.container(zigType.id);
  const theirs = ts.layouts.container(tsType.id);
  if (ours.kind === "unknown" || theirs.kind === "unknown") return [];
  for (const [i, field] of zigType.fields.entries()) {
    const mirror = tsType.fields[i];
    const place = ours.value.fields[i];
    const other = theirs.value.fields[i];
    if (mirror === undefined || place === undefined || other === undefined) return [];
    const spans = { zigSpan: field.span, tsSpan: mirror.span };
    const name = `${zigType.name}.${field.name}`;
    if (place.offset !== other.offset)
      return [
        {
          code: "abi/field-offset",
          text: `${name} is at byte ${String(place.offset)}, ${tsType.name}.${mirror.name} at ${String(other.offset)}`,
          harm: "breaks",
          ...spans,
        },
      ];
    if (!isSameField({ zig, zigType: field.type, ts, tsType: mirror.type, sameSize: place.size === other.size })) {
      const text = `${name} is ${field.text} (${String(place.size)} bytes), ${tsType.name}.${mirror.name} is ${mirror.text} (${String(other.size)} bytes)`;
      return [{ code: "abi/field-type", text, harm: "breaks", ...spans }];
    }
  }
  return [];
}

interface FieldPair {
  readonly zig: Side;
  readonly zigType: Type;
  readonly ts: Side;
  readonly tsType: Type;
  readonly sameSize: boolean;
}

function isSameField({ zig, zigType, ts, tsType, sameSize }: FieldPair): boolean {
  const ours = shapeOf(zig, zigType);
  const theirs = shapeOf(ts, tsType);
  if (ours.kind === "unknown" || theirs.kind === "unknown") return sameSize || theirs.kind === "unknown";
  if (!sameSize) return false;
  const isFloat = (kind: string): boolean => kind === "float";
  return isFloat(ours.kind) === isFloat(theirs.kind);
}
