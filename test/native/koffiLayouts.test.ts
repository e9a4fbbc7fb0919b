// Our layout of every zoo type that koffi can express, against koffi's own layout of the same type on this machine.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import koffi, { type TypeObject } from "koffi";
import { bundledParser } from "../../server/src/workspace/package.ts";
import { createLayouts } from "../../server/src/layout/layouts.ts";
import type { Container, FfiModule } from "../../server/src/model/decls.ts";
import { hostTriple, parseTarget } from "../../server/src/model/target.ts";
import type { Type } from "../../server/src/model/types.ts";
import { readZigModule } from "../../server/src/syntax/zigModule.ts";
import { fixturesFolder } from "../support/fixtures.ts";

const cNames = {
  usize: "size_t",
  isize: "intptr_t",
  c_char: "char",
  c_short: "short",
  c_ushort: "ushort",
  c_int: "int",
  c_uint: "uint",
  c_long: "long",
  c_ulong: "ulong",
  c_longlong: "longlong",
  c_ulonglong: "ulonglong",
} as const;
/** koffi refuses larger ones. */
const largestAlignment = 8;

const parser = await bundledParser();
const read = (path: string): { text: string; isValidUtf8: boolean } => ({ text: readFileSync(path, "utf8"), isValidUtf8: true });
const module = readZigModule({ root: `${fixturesFolder}/zoo/src/zoo.zig`, read, parser });
const target = parseTarget(hostTriple(process.platform, process.arch) ?? "");
assert.ok(target !== undefined, "this machine is a target");
const layouts = createLayouts(module, target);
const made = new Map<string, TypeObject | null>();
const inexpressible: string[] = [];

for (const container of module.containers.values()) {
  if (container.kind !== "struct" && container.kind !== "union") continue;
  if (container.layout !== "extern") continue;
  const type = koffiContainer(container);
  if (type === null) {
    inexpressible.push(container.name);
    continue;
  }
  test(`${container.name}: koffi has the same layout`, () => {
    const layout = layouts.container(container.id);
    assert.ok(layout.kind === "known");
    const { size, align, fields } = layout.value;
    assert.equal(koffi.sizeof(type), size, "size");
    // koffi has no offsets for unions: all members start at 0.
    for (const [i, { name, offset }] of fields.entries())
      assert.equal(container.kind === "union" ? 0 : koffi.offsetof(type, memberName(i)), offset, name);
    // koffi gives a field's alignment to the field alone: for over-aligned ones size and offsets are what agrees.
    if (container.fields.every((field) => field.align === null)) assert.equal(koffi.alignof(type), align, "alignment");
  });
}

test("what koffi cannot express is what we think it is", () => {
  assert.deepEqual(inexpressible.sort(), ["Empty", "Scalars"]);
});

function koffiContainer(container: Container): TypeObject | null {
  const known = made.get(container.id);
  if (known !== undefined) return known;
  const type = makeContainer(container);
  made.set(container.id, type);
  return type;
}

function makeContainer(container: Container): TypeObject | null {
  if (container.kind === "enum" || (container.kind === "struct" && container.layout === "packed")) return backingOf(container);
  if (container.kind === "opaque" || container.fields.length === 0) return null;
  const members: Members = {};
  for (const [i, { type, align }] of container.fields.entries()) {
    const made = koffiType(type);
    if (made === null || align === "unknown") return null;
    if (align !== null && align > largestAlignment) addPadding(members, align);
    members[memberName(i)] = align !== null && align <= largestAlignment ? [align, made] : made;
  }
  const largest = Math.max(...container.fields.map(({ align }) => (typeof align === "number" ? align : 1)));
  if (largest > largestAlignment) addPadding(members, largest);
  return container.kind === "struct" ? koffi.struct(members) : koffi.union(members);
}

/** koffi takes identifiers only. */
function memberName(index: number): string {
  return `member_${String(index)}`;
}

type Members = Record<string, TypeObject | [number, TypeObject]>;

/** Fills up to a multiple of `align`, from where koffi says that the members so far end. */
function addPadding(members: Members, align: number): void {
  const end = koffi.offsetof(koffi.struct({ ...members, end: byName("uint8_t") }), "end");
  const missing = (align - (end % align)) % align;
  if (missing > 0) members[`padding_${String(end)}`] = koffi.array("uint8_t", missing);
}

function backingOf(container: Container): TypeObject | null {
  const backing = container.kind === "enum" ? container.tag : container.kind === "struct" ? container.backing : null;
  return backing === null ? null : koffiType(backing);
}

function koffiType(type: Type): TypeObject | null {
  switch (type.kind) {
    case "bool":
      return byName("bool");
    case "int":
      return type.bits > 64 ? null : byName(`${type.signed ? "int" : "uint"}${String(type.bits)}_t`);
    case "cint":
      return byName(cNames[type.name]);
    case "float":
      return type.bits === 32 ? byName("float") : type.bits === 64 ? byName("double") : null;
    case "pointer":
      return koffi.pointer("void");
    case "optional":
      return koffiType(type.child);
    case "array": {
      const element = koffiType(type.element);
      return element === null ? null : koffi.array(element, type.length);
    }
    case "named": {
      const container = containerOf(module, type.id);
      return koffiContainer(container);
    }
    default:
      throw new Error(`the zoo has no field of kind ${type.kind}`);
  }
}

function containerOf({ containers }: FfiModule, id: string): Container {
  const container = containers.get(id);
  if (container === undefined) throw new Error(`${id} is not declared`);
  return container;
}

function byName(name: string): TypeObject {
  return koffi.type(name);
}
