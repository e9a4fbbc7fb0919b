import type { CompilerContainer, CompilerExtent } from "../model/compilerAnswer.ts";
import type { Type } from "../model/types.ts";
import type { PlacedContainer, PlacedField } from "./containers.ts";

/** What our rules and the compiler say differently about a container, in words; empty where they agree. */
export function differences(ours: PlacedContainer, compiler: CompilerContainer, extent: CompilerExtent): readonly string[] {
  const out: string[] = [];
  const compare = (what: string, own: number, theirs: number): void => {
    if (own !== theirs) out.push(`${what} is ${own} by our rules and ${theirs} by the compiler`);
  };
  compare("its size", ours.size, extent.size);
  compare("its alignment", ours.align, extent.align);
  if (compiler.kind === "enum" || compiler.layout === "packed") compare("its number of bits", ours.bits, extent.bits);
  if (compiler.kind === "enum") return out;
  compare("the number of its fields", ours.fields.length, compiler.fields.length);
  compiler.fields.forEach((theirs, index) => {
    const own = ours.fields[index];
    if (own === undefined) return;
    if (own.name !== theirs.name) out.push(`field ${index} is ${own.name} by our rules and ${theirs.name} by the compiler`);
    else compareFields(own, theirs, compare);
  });
  return out;
}

function compareFields(
  own: PlacedField,
  theirs: CompilerContainer["fields"][number],
  compare: (what: string, own: number, theirs: number) => void,
): void {
  compare(`the offset of ${own.name}`, own.offset, theirs.offset);
  compare(`the bit offset of ${own.name}`, own.bitOffset, theirs.bitOffset);
  compare(`the size of ${own.name}`, own.size, theirs.size);
  compare(`the bits of ${own.name}`, own.bitSize, theirs.bitSize);
}

/** Whether two types are the same as far as both are known. Names of parameters, alignments and sentinels' spelling do not count. */
export function hasSameShape(a: Type, b: Type): boolean {
  if (a.kind === "unknown" || b.kind === "unknown") return true;
  if (a.kind === "int") return b.kind === "int" && a.signed === b.signed && a.bits === b.bits;
  if (a.kind === "cint" || a.kind === "comptime") return b.kind === a.kind && a.name === b.name;
  if (a.kind === "float") return b.kind === "float" && a.bits === b.bits;
  if (a.kind === "named") return b.kind === "named" && a.id === b.id;
  if (a.kind === "pointer") {
    const isSame = b.kind === "pointer" && a.size === b.size && a.isConst === b.isConst && (a.sentinel === null) === (b.sentinel === null);
    return isSame && hasSameShape(a.pointee, b.pointee);
  }
  if (a.kind === "optional") return b.kind === "optional" && hasSameShape(a.child, b.child);
  if (a.kind === "array" || a.kind === "vector") return b.kind === a.kind && a.length === b.length && hasSameShape(a.element, b.element);
  if (a.kind === "errorUnion") return b.kind === "errorUnion" && hasSameShape(a.payload, b.payload);
  if (a.kind === "fn") {
    if (b.kind !== "fn" || a.params.length !== b.params.length || a.isVariadic !== b.isVariadic) return false;
    const hasSameParams = a.params.every((param, index) => {
      const other = b.params[index];
      return other !== undefined && hasSameShape(param.type, other.type);
    });
    return hasSameParams && hasSameShape(a.returns, b.returns);
  }
  return a.kind === b.kind;
}
