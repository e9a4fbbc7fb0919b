import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Container, Export, FfiModule } from "../../../server/src/model/decls.ts";
import { typeText } from "../../../server/src/model/typeText.ts";
import type { Type } from "../../../server/src/model/types.ts";
import { loadZigParser } from "../../../server/src/syntax/grammar.ts";
import { readZigModule } from "../../../server/src/syntax/zigModule.ts";

export const grammars = join(import.meta.dirname, "../../../grammars");

export const parser = await loadZigParser({
  runtimeWasm: readFileSync(join(grammars, "web-tree-sitter.wasm")),
  zigWasm: readFileSync(join(grammars, "tree-sitter-zig.wasm")),
});

/** Reads `/lib/root.zig` of files that exist only here; names are relative to `/lib`. */
export function readFiles(files: Readonly<Record<string, string>>): FfiModule {
  const texts = new Map(Object.entries(files).map(([name, text]) => [`/lib/${name}`, text]));
  const read = (path: string): { text: string; isValidUtf8: boolean } | undefined => {
    const text = texts.get(path);
    return text === undefined ? undefined : { text, isValidUtf8: !text.includes("\ufffd") };
  };
  return readZigModule({ root: "/lib/root.zig", read, parser });
}

export function readText(text: string): FfiModule {
  return readFiles({ "root.zig": text });
}

/** A type as Zig source; an unknown one is its reason after a `?`. */
export function shown(module: FfiModule, type: Type): string {
  return type.kind === "unknown" ? `? ${type.reason}` : typeText(module, type);
}

export function exported(module: FfiModule, symbol: string): Export {
  const found = module.exports.find((item) => item.symbol === symbol);
  if (found === undefined) throw new Error(`no export ${symbol}, only ${module.exports.map((item) => item.symbol).join(", ")}`);
  return found;
}

export function container(module: FfiModule, name: string): Container {
  const found = [...module.containers.values()].find((item) => item.name === name);
  if (found === undefined)
    throw new Error(`no container ${name}, only ${[...module.containers.values()].map((item) => item.name).join(", ")}`);
  return found;
}

/** `symbol(name: type, ..) returns` */
export function signature(module: FfiModule, symbol: string): string {
  const item = exported(module, symbol);
  if (item.kind !== "fn") return `${item.kind} ${item.symbol}: ${shown(module, item.type)}`;
  const params = item.params.map((param) => `${param.name ?? "_"}: ${shown(module, param.type)}`);
  return `${item.symbol}(${[...params, ...(item.isVariadic ? ["..."] : [])].join(", ")}) ${shown(module, item.returns)}`;
}

/** `kind name { field: type, .. }`, with values for enums. */
export function members(module: FfiModule, name: string): string {
  const item = container(module, name);
  switch (item.kind) {
    case "opaque":
      return "opaque";
    case "enum": {
      const values = item.values.map((value) => `${value.name} = ${value.value ?? "?"}`);
      return `enum(${item.tag === null ? "" : shown(module, item.tag)}) { ${[...values, ...(item.isExhaustive ? [] : ["_"])].join(", ")} }`;
    }
    case "struct":
    case "union": {
      const backing = item.backing === null ? "" : `(${shown(module, item.backing)})`;
      const tagged = item.kind === "union" && item.isTagged ? " tagged" : "";
      const fields = item.fields.map(
        (field) =>
          `${field.name}: ${shown(module, field.type)}${field.align === null ? "" : ` align(${field.align})`}${field.hasDefault ? " =" : ""}`,
      );
      return `${item.layout} ${item.kind}${backing}${tagged} { ${fields.join(", ")} }`;
    }
  }
}

/** `code line:column message` */
export function issues(module: FfiModule): readonly string[] {
  return module.issues.map((issue) => `${issue.code} ${issue.zig?.span.line ?? 0}:${issue.zig?.span.column ?? 0} ${issue.message}`);
}

export function issuePlaces(module: FfiModule): readonly string[] {
  return module.issues.map((issue) => `${issue.code} ${issue.zig?.span.line ?? 0}:${issue.zig?.span.column ?? 0}`);
}
