import type { Type } from "../../model/types.ts";
import { shapeOf, type Shape, type Side } from "./shape.ts";

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
  /** How messages call the value: `flags`, `the result`. */
  readonly name: string;
}

/** A value that the program passes and Zig reads. Null: they agree, or one side is not known. */
export function passedValue(pair: ValuePair): ValueProblem | null {
  return compare(pair, passedInts);
}

/** A value that Zig gives and the program reads. */
export function returnedValue(pair: ValuePair): ValueProblem | null {
  const zig = shapeOf(pair.zig, pair.zigType);
  const ts = shapeOf(pair.ts, pair.tsType);
  if (ts.kind === "void" && zig.kind !== "void" && zig.kind !== "unknown") return dropped(zig);
  if (zig.kind === "void" && ts.kind !== "void" && ts.kind !== "unknown")
    return breaks("Zig returns nothing: what is read is whatever the register holds");
  return compare(pair, returnedInts);
}

type IntRule = (zig: IntShape, ts: IntShape, name: string) => ValueProblem | null;
type IntShape = Extract<Shape, { kind: "int" }>;

function compare(pair: ValuePair, ints: IntRule): ValueProblem | null {
  const zig = shapeOf(pair.zig, pair.zigType);
  const ts = shapeOf(pair.ts, pair.tsType);
  if (zig.kind === "unknown" || ts.kind === "unknown") return null;
  if (zig.kind === "void" || ts.kind === "void") return zig.kind === ts.kind ? null : breaks(`one side has no value there`);
  if (zig.kind === "struct" || ts.kind === "struct") return structs(zig, ts);
  if (zig.kind === "float" || ts.kind === "float") return floats(zig, ts);
  if (zig.kind === "pointer" || ts.kind === "pointer") return pointers(pair, zig, ts);
  if (zig.kind === "bool" && ts.kind === "bool") return null;
  if (zig.kind === "int" && ts.kind === "int" && zig.bits === ts.bits) return signs(zig, ts, pair.name);
  const problem = ints(asInt(zig), asInt(ts), pair.name);
  return problem ?? bools(zig, ts);
}

function asInt(shape: Shape): IntShape {
  return shape.kind === "int" ? shape : { kind: "int", bits: 8, signed: false };
}

function passedInts(zig: IntShape, ts: IntShape, name: string): ValueProblem | null {
  if (ts.bits === zig.bits) return null;
  if (ts.bits < zig.bits) {
    const lost = zig.bits - ts.bits;
    return breaks(`the upper ${String(lost)} bits of \`${name}\` are dropped, and what Zig reads in their place is not specified`);
  }
  return {
    harm: "loses",
    text: `Zig reads the lower ${String(zig.bits)} bits only: a larger value of \`${name}\` is cut off without an error`,
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
  return { harm: "differs", text: `\`${name}\` is ${from} in Zig and ${to} here: values with the highest bit set change their meaning` };
}

function bools(zig: Shape, ts: Shape): ValueProblem | null {
  if (zig.kind === ts.kind) return null;
  const text =
    zig.kind === "bool"
      ? "Zig's bool takes 0 and 1 only: any other number is undefined behaviour"
      : "only 0 and 1 get through: every other number is lost";
  return { harm: "loses", text };
}

function floats(zig: Shape, ts: Shape): ValueProblem | null {
  if (zig.kind === "float" && ts.kind === "float") {
    if (zig.bits === ts.bits) return null;
    return breaks(`an f${String(zig.bits)} and an f${String(ts.bits)} have different bits: the number that arrives is another one`);
  }
  return breaks("floats travel in other registers than integers and pointers: what is read has nothing to do with what was passed");
}

function structs(zig: Shape, ts: Shape): ValueProblem | null {
  if (zig.kind === "struct" && ts.kind === "struct") return null;
  const [where, other] = zig.kind === "struct" ? ["Zig", "here"] : ["the declaration", "in Zig"];
  return breaks(
    `${where} passes a struct by value, and ${other} it is ${nounOf(zig.kind === "struct" ? ts : zig)}: the registers do not match`,
  );
}

function nounOf(shape: Shape): string {
  return shape.kind === "pointer" ? "a pointer" : shape.kind === "bool" ? "a bool" : "an integer";
}

function pointers({ zig: side, name }: ValuePair, zig: Shape, ts: Shape): ValueProblem | null {
  if (zig.kind === "pointer" && ts.kind === "pointer") return null;
  const other = asInt(zig.kind === "pointer" ? ts : zig);
  const { pointerBits } = side.layouts.target;
  // An address as a number is common and right where the widths agree.
  if (other.bits === pointerBits) return null;
  if (zig.kind === "pointer" && other.bits < pointerBits)
    return breaks(
      `\`${name}\` is an address of ${String(pointerBits)} bits: ${String(other.bits)} bits of it are not enough to find the memory`,
    );
  if (zig.kind === "pointer")
    return breaks(`\`${name}\` is an address of ${String(pointerBits)} bits, and ${String(other.bits)} are passed`);
  return breaks(`Zig takes a number of ${String(other.bits)} bits for \`${name}\`, and an address is passed`);
}

function dropped(zig: Shape): ValueProblem {
  if (zig.kind === "struct" && zig.size > 16)
    return breaks(
      "Zig writes its result to memory that the caller must name in a hidden first argument: without it every argument is shifted",
    );
  return { harm: "loses", text: "the result is thrown away: an error that it reports goes unseen" };
}

function breaks(text: string): ValueProblem {
  return { harm: "breaks", text };
}
