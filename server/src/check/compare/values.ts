import type { Type } from "../../model/types.ts";
import { isHiddenResult, passingOf, type Role } from "./passing.ts";
import { shapeOf, type IntShape, type Shape, type Side } from "./shape.ts";

export type Harm = "breaks" | "loses" | "differs";

/** What goes wrong with one value on one target. `text` completes "parameter flags: Zig takes u32, the declaration says u8: ..". */
export interface ValueProblem {
  readonly harm: Harm;
  readonly text: string;
}

export interface ValuePair {
  readonly zig: Side;
  readonly zigType: Type;
  readonly ts: Side;
  readonly tsType: Type;
  /** How messages call the value: a parameter's name in backquotes, or words such as "the result". */
  readonly name: string;
}

/** A value that the program passes and Zig reads. Null: they agree, or one side is not known. */
export function passedValue(pair: ValuePair): ValueProblem | null {
  return compare(pair, "argument");
}

/** A value that Zig gives and the program reads. */
export function returnedValue(pair: ValuePair): ValueProblem | null {
  const zig = shapeOf(pair.zig, pair.zigType);
  const ts = shapeOf(pair.ts, pair.tsType);
  if (ts.kind === "void" && zig.kind !== "void" && zig.kind !== "unknown") return dropped(pair);
  if (zig.kind === "void" && ts.kind !== "void" && ts.kind !== "unknown")
    return breaks("Zig returns nothing: what is read is whatever the register holds");
  return compare(pair, "result");
}

function compare(pair: ValuePair, role: Role): ValueProblem | null {
  const zig = shapeOf(pair.zig, pair.zigType);
  const ts = shapeOf(pair.ts, pair.tsType);
  if (zig.kind === "unknown" || ts.kind === "unknown") return null;
  if (zig.kind === "void" || ts.kind === "void") return zig.kind === ts.kind ? null : breaks("one side has no value there");
  if (zig.kind === "struct" || ts.kind === "struct") return structs(pair, role, zig, ts);
  if (zig.kind === "float" || ts.kind === "float") return floats(pair.name, zig, ts);
  if (zig.kind === "pointer" || ts.kind === "pointer") return pointers(pair, zig, ts);
  if (zig.kind === "bool" && ts.kind === "bool") return null;
  if (zig.kind === "int" && ts.kind === "int" && zig.bits === ts.bits) return signs(zig, ts, pair.name);
  const widths = role === "argument" ? passedInts : returnedInts;
  return widths(asInt(zig), asInt(ts), pair.name) ?? bools(zig, ts, role);
}

function asInt(shape: Shape): IntShape {
  return shape.kind === "int" ? shape : { kind: "int", bits: 8, signed: false };
}

function passedInts(zig: IntShape, ts: IntShape, name: string): ValueProblem | null {
  if (ts.bits === zig.bits) return null;
  if (ts.bits < zig.bits) {
    const lost = zig.bits - ts.bits;
    return breaks(`the upper ${String(lost)} bits of ${name} are dropped, and what Zig reads in their place is not specified`);
  }
  return {
    harm: "loses",
    text: `Zig reads the lower ${String(zig.bits)} bits only: a larger value of ${name} is cut off without an error`,
  };
}

function returnedInts(zig: IntShape, ts: IntShape, name: string): ValueProblem | null {
  if (ts.bits === zig.bits) return null;
  if (ts.bits < zig.bits) return breaks(`the upper ${String(zig.bits - ts.bits)} bits of ${name} are dropped`);
  return breaks(
    `Zig sets ${String(zig.bits)} bits of ${name}; the upper ${String(ts.bits - zig.bits)} bits that are read are not specified`,
  );
}

function signs(zig: IntShape, ts: IntShape, name: string): ValueProblem | null {
  if (zig.signed === ts.signed) return null;
  const [from, to] = ts.signed ? ["unsigned", "signed"] : ["signed", "unsigned"];
  return { harm: "differs", text: `${name} is ${from} in Zig and ${to} here: values with the highest bit set change their meaning` };
}

function bools(zig: Shape, ts: Shape, role: Role): ValueProblem | null {
  if (zig.kind === ts.kind) return null;
  if (ts.kind === "bool") return { harm: "loses", text: "only 0 and 1 get through: every other number is lost" };
  return role === "argument"
    ? { harm: "loses", text: "Zig's bool takes 0 and 1 only: any other number is undefined behaviour" }
    : { harm: "differs", text: "what arrives is the number 0 or 1, which is never `=== true`" };
}

function floats(name: string, zig: Shape, ts: Shape): ValueProblem | null {
  if (zig.kind === "float" && ts.kind === "float") {
    if (zig.bits === ts.bits) return null;
    return breaks(`an f${String(zig.bits)} and an f${String(ts.bits)} have different bits: the number that arrives is another one`);
  }
  return breaks(`floats travel in other registers than integers and pointers: ${name} has nothing to do with what was given`);
}

/**
 * Two structs are compared by their layouts; a struct and a number by where the ABI puts them. An address is no such number: where it
 * travels like a struct, it is still taken for the struct's content.
 */
function structs(pair: ValuePair, role: Role, zig: Shape, ts: Shape): ValueProblem | null {
  if (zig.kind === "struct" && ts.kind === "struct") return null;
  const ours = passingOf(pair.zig, pair.zigType, role);
  const theirs = passingOf(pair.ts, pair.tsType, role);
  const isAlike = ours !== null && ours === theirs;
  if (isAlike && zig.kind !== "pointer" && ts.kind !== "pointer") return null;
  if (isAlike && isAddressOnly(pair.zig, pair.zigType) && isAddressOnly(pair.ts, pair.tsType)) return null;
  if (zig.kind !== "struct") return structForValue(zig, role);
  const by = ours === null ? "" : ` (${travelText(ours)})`;
  return breaks(`Zig has a struct of ${String(zig.size)} bytes by value${by}, the declaration ${nounOf(ts)}: ${addressText(ts, role)}`);
}

function structForValue(zig: Shape, role: Role): ValueProblem {
  const [given, what] =
    role === "argument" ? ["given", "its content is taken for the address"] : ["expected", "the address is taken for it"];
  const text = zig.kind === "pointer" ? what : "the registers do not match";
  return breaks(`a struct is ${given} by value, and Zig has ${nounOf(zig)} there: ${text}`);
}

function addressText({ kind }: Shape, role: Role): string {
  if (kind !== "pointer") return "the registers do not match";
  return role === "argument" ? "the address itself is taken for the struct's content" : "the struct's content is taken for an address";
}

/** A pointer, or a struct of nothing but one: a handle. */
function isAddressOnly(side: Side, type: Type): boolean {
  const shape = shapeOf(side, type);
  if (shape.kind !== "struct") return shape.kind === "pointer";
  const fields = shape.container.kind === "struct" ? shape.container.fields : [];
  const [first] = fields;
  return first !== undefined && fields.length === 1 && isAddressOnly(side, first.type);
}

function travelText(passing: string): string {
  if (passing.startsWith("stack")) return "on the stack";
  if (!/^(?:int|float)\d/.test(passing)) return `in ${passing}`;
  const kinds = [...new Set(passing.split(" ").map((part) => (part.startsWith("int") ? "integer" : "float")))];
  return `in ${kinds.join(" and ")} registers`;
}

function nounOf(shape: Shape): string {
  switch (shape.kind) {
    case "pointer":
      return "a pointer";
    case "bool":
      return "a bool";
    case "float":
      return "a float";
    case "struct":
      return "a struct";
    default:
      return "an integer";
  }
}

function pointers({ zig: side, name }: ValuePair, zig: Shape, ts: Shape): ValueProblem | null {
  if (zig.kind === "pointer" && ts.kind === "pointer") return null;
  const other = asInt(zig.kind === "pointer" ? ts : zig);
  const { pointerBits } = side.layouts.target;
  // An address as a number is common and right where the widths agree.
  if (other.bits === pointerBits) return null;
  if (zig.kind === "pointer" && other.bits < pointerBits)
    return breaks(
      `${name} is an address of ${String(pointerBits)} bits: ${String(other.bits)} bits of it are not enough to find the memory`,
    );
  if (zig.kind === "pointer") return breaks(`${name} is an address of ${String(pointerBits)} bits, and ${String(other.bits)} are passed`);
  return breaks(`Zig has a number of ${String(other.bits)} bits for ${name}, the declaration an address`);
}

function dropped({ zig, zigType }: ValuePair): ValueProblem {
  if (isHiddenResult(zig, zigType))
    return breaks(
      "Zig writes its result to memory that the caller must name in a hidden argument: none is given, and it is written to wherever that register points",
    );
  return { harm: "loses", text: "the result is thrown away: an error that it reports goes unseen" };
}

function breaks(text: string): ValueProblem {
  return { harm: "breaks", text };
}
