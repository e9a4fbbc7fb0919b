import type { Field } from "../../model/decls.ts";
import type { Type } from "../../model/types.ts";
import { lowerDefinitions, signatureOf, type DefinitionDialect } from "./definitions.ts";
import { concernsRoot, containerId, note, picked, span, unreadable, type Lowering, type Session } from "./session.ts";
import { callbackValue, openWith, symbolsOf } from "./symbolValues.ts";
import { joinTexts } from "./texts.ts";
import { boolType, cint, f32, f64, int, openBuffer, openFunction, openPointer, voidType } from "./typeParts.ts";
import {
  builtinFunction,
  builtinObject,
  shortSource,
  unknownValue,
  type ArrayValue,
  type Builtin,
  type Call,
  type Place,
  type Slot,
  type Value,
} from "./values.ts";

const scalars = new Map<string, Type>([
  ["void", voidType],
  ["bool", boolType],
  ["u8", int(false, 8)],
  ["i8", int(true, 8)],
  ["u16", int(false, 16)],
  ["i16", int(true, 16)],
  ["u32", int(false, 32)],
  ["i32", int(true, 32)],
  ["u64", int(false, 64)],
  ["i64", int(true, 64)],
  ["usize", cint("usize")],
  ["isize", cint("isize")],
  ["f32", f32],
  ["f64", f64],
  ["pointer", openPointer],
  ["buffer", openBuffer],
  ["function", openFunction],
]);

const dialect: DefinitionDialect = {
  dialect: "deno",
  paramKeys: ["parameters"],
  returnKeys: ["result"],
  missing: "Deno refuses the definition",
  hasExtras: true,
  type: denoType,
};

function denoType(slot: Slot, lowering: Lowering): Type {
  const { value } = slot;
  if (value.kind === "literal") {
    const type = scalars.get(String(value.value));
    if (type !== undefined) return type;
  }
  if (value.kind === "object") {
    const fields = value.entries.get("struct");
    const list = fields === undefined ? undefined : picked(lowering, fields.value);
    if (list?.kind === "array" && list.hole === null) return structOf(list, value.literal ?? slot.at, lowering);
  }
  return unreadable(lowering, slot.at, `\`${shortSource(slot.at)}\` is no type of Deno.dlopen`);
}

/** Deno's structs name no fields: they are called by their positions. */
function structOf(list: ArrayValue, at: Place, lowering: Lowering): Type {
  const name = nameBefore(at);
  const id = containerId(lowering, at, name);
  if (!lowering.containers.has(id)) {
    const base = {
      kind: "struct",
      id,
      name,
      span: span(at),
      isPub: false,
      doc: null,
      layout: "extern",
      backing: null,
      // C's layout, unlike that of Zig's tuples.
      isTuple: false,
    } as const;
    // A struct cannot hold itself; the entry stops one that does.
    lowering.containers.set(id, { ...base, fields: [] });
    const fields = list.items.map((item, index): Field => {
      const value = picked(lowering, item.value);
      const type = value.kind === "unknown" ? unreadable(lowering, item.at, value.reason) : denoType({ value, at: item.at }, lowering);
      return { name: String(index), type, text: shortSource(item.at), span: span(item.at), align: null, hasDefault: false, doc: null };
    });
    lowering.containers.set(id, { ...base, fields });
  }
  return { kind: "named", id };
}

/** `Vec2` in `const Vec2 = {..}`; else a name made of the place. */
function nameBefore(at: Place): string {
  const before = at.file.text.slice(Math.max(0, at.start - 300), at.start);
  const { line, column } = span(at);
  return /(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*(?::[^=;]*)?=\s*$/.exec(before)?.[1] ?? `struct@${line}:${column}`;
}

/** The global `Deno`, as far as it has to do with native code. */
export function denoGlobal(session: Session): Value {
  const construct = (call: Call): Value => {
    const definition = call.args[0] ?? { value: unknownValue("there is no definition"), at: call.at };
    return callbackValue(session, { at: definition.at, signature: (lowering) => signatureOf(dialect, definition, lowering) });
  };
  const callback: Builtin = {
    kind: "builtin",
    name: "Deno.UnsafeCallback",
    construct,
    member: (name) => (name === "threadSafe" ? builtinFunction(name, construct) : undefined),
  };
  const open = (call: Call): Value => {
    if (concernsRoot(call, session.rootPath))
      note(session.notes, call.at, "this calls an address: which symbol it belongs to is not known");
    return unknownValue("what a function at an address returns is not known");
  };
  const dlopen = dlopenFunction(session);
  return builtinObject("Deno", {
    dlopen,
    UnsafeCallback: callback,
    UnsafeFnPointer: { kind: "builtin", name: "Deno.UnsafeFnPointer", construct: open },
  });
}

function dlopenFunction(session: Session): Builtin {
  const lower = lowerDefinitions(dialect);
  return builtinFunction("Deno.dlopen", (call) => {
    const symbols = call.args[1];
    if (symbols === undefined) return unknownValue("no table of symbols is given");
    const table = openWith(session, call, { dialect: "deno", path: libraryPath(call.args[0]?.value), lower, symbols });
    return builtinObject("library", { symbols: symbolsOf(table) });
  });
}

/** The module `plug`, whose `dlopen` downloads the library first: the path is that of a URL. */
export function plugModule(session: Session): Value {
  return builtinObject("plug", { dlopen: dlopenFunction(session) });
}

function libraryPath(value: Value | undefined): Value | null {
  if (value?.kind !== "object") return value ?? null;
  const parts = ["url", "name"].flatMap((key) => value.entries.get(key)?.value ?? []);
  return parts.length === 0 ? null : joinTexts(parts, "/");
}
