import type { Container } from "../../model/decls.ts";
import type { DeclaredType } from "../../model/declarations.ts";
import type { Issue } from "../../model/issue.ts";
import { typeText } from "../../model/typeText.ts";
import type { PointerType, Type } from "../../model/types.ts";
import { issueOf, onTargets, saidText, type FunctionContext, type Place, type Sides } from "./findings.ts";
import { shapeOf, type Shape, type Side } from "./shape.ts";
import { structIssues } from "./structIssues.ts";
import type { ValueProblem } from "./values.ts";

/** What a pointer leads to, or a struct holds, where both sides say it: structs by their layout, numbers by their width. */
export function pointeeIssues(context: FunctionContext, zigType: Type, declared: DeclaredType, place: Place): readonly Issue[] {
  const { sides, item } = context;
  const [first] = sides;
  if (first === undefined) return [];
  const zigItem = pointeeOrSelf(first.zig, zigType);
  const tsItem = pointeeOrSelf(first.ts, declared.type);
  if (zigItem === null || tsItem === null) return [];
  const zigStruct = structOf(first.zig, zigItem);
  const tsStruct = structOf(first.ts, tsItem);
  if (zigStruct !== undefined && tsStruct !== undefined) return structIssues(sides, zigStruct, tsStruct, item.symbol);
  if (zigStruct !== undefined || tsStruct !== undefined || shapeOf(first.zig, zigType).kind !== "pointer") return [];
  const found = onTargets(sides, (each) => itemWidth(each, pointerOf(zigType), zigItem, tsItem));
  if (found === null) return [];
  const what = place.parameter === undefined ? "the result" : `parameter ${place.parameter}`;
  const message = `${what}: Zig has a pointer to ${typeText(context.module, zigItem)}, the declaration says ${saidText(declared)}: ${found.problem.text}`;
  return [issueOf(context, place.parameter === undefined ? "abi/return-type" : "abi/param-type", found, { message, ...place })];
}

export function pointeeOrSelf(side: Side, type: Type): Type | null {
  const shape = shapeOf(side, type);
  if (shape.kind === "pointer") return shape.pointee;
  return shape.kind === "struct" ? type : null;
}

export function structOf(side: Side, type: Type): Container | undefined {
  const container = type.kind === "named" ? side.containers.get(type.id) : undefined;
  return container?.kind === "struct" || container?.kind === "union" ? container : undefined;
}

function pointerOf(type: Type): PointerType | null {
  const pointer = type.kind === "optional" ? type.child : type;
  return pointer.kind === "pointer" ? pointer : null;
}

function itemWidth({ zig, ts }: Sides, pointer: PointerType | null, zigItem: Type, tsItem: Type): ValueProblem | null {
  const ours = bitsOf(zig, shapeOf(zig, zigItem));
  const theirs = bitsOf(ts, shapeOf(ts, tsItem));
  // A pointer to bytes is how memory of any kind is declared.
  if (ours === null || theirs === null || ours === theirs || theirs === 8) return null;
  const isSingle = pointer?.size === "one";
  // And how Zig takes memory of any kind; not text, whose bytes mean something.
  if (ours === 8 && !isSingle && pointer?.sentinel === null) return null;
  if (ours > theirs)
    return { harm: "breaks", text: `Zig reads and writes ${String(ours / 8)} bytes an item, and there are only ${String(theirs / 8)}` };
  return isSingle
    ? { harm: "loses", text: `Zig reads and writes ${bytes(ours / 8)} of the ${String(theirs / 8)} that are there` }
    : { harm: "breaks", text: `items are ${String(theirs / 8)} bytes apart here, and ${bytes(ours / 8)} in Zig` };
}

function bytes(count: number): string {
  return count === 1 ? "1 byte" : `${String(count)} bytes`;
}

function bitsOf(side: Side, shape: Shape): number | null {
  switch (shape.kind) {
    case "int":
    case "float":
      return shape.bits;
    case "bool":
      return 8;
    case "pointer":
      return side.layouts.target.pointerBits;
    default:
      return null;
  }
}
