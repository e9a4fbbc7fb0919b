import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Container } from "../../../server/src/model/decls.ts";
import type { Declaration, DeclarationFile, DeclaredType } from "../../../server/src/model/declarations.ts";
import { spanOf, lineStarts } from "../../../server/src/syntax/lines.ts";
import type { Type } from "../../../server/src/model/types.ts";
import { loadScriptParser } from "../../../server/src/syntax/bindings/scriptGrammar.ts";
import { readDeclarations } from "../../../server/src/syntax/bindings/readDeclarations.ts";

const grammars = join(import.meta.dirname, "../../../grammars");

export const parser = await loadScriptParser({
  runtimeWasm: readFileSync(join(grammars, "web-tree-sitter.wasm")),
  typescriptWasm: readFileSync(join(grammars, "tree-sitter-typescript.wasm")),
  tsxWasm: readFileSync(join(grammars, "tree-sitter-tsx.wasm")),
});

export type Files = Readonly<Record<string, string>>;

/** Reads `/app/main.ts` (or `root`) of files that exist only here; names are relative to `/app`. */
export function readFiles(files: Files, root = "main.ts"): DeclarationFile {
  const read = (path: string): { text: string; isValidUtf8: boolean } | undefined => {
    const text = files[path.replace(/^\/app\//, "")];
    return text === undefined ? undefined : { text, isValidUtf8: true };
  };
  return readDeclarations({ file: `/app/${root}`, read, parser });
}

/** Everything that was read, one line each; the lines of `source` as a list. */
export function shown(files: Files | string, root = "main.ts"): readonly string[] {
  const all = typeof files === "string" ? { [root]: files } : files;
  return shownFile(readFiles(all, root));
}

export function shownFile(read: DeclarationFile): readonly string[] {
  const lines: string[] = [];
  for (const table of read.tables) {
    lines.push(`${table.dialect} ${table.path ?? "?"}`);
    lines.push(...table.declarations.map((declaration) => `  ${declarationText(declaration)}`));
    lines.push(...[...table.containers.values()].map((container) => `  ${containerText(container)}`));
  }
  lines.push(...read.mirrors.map((mirror) => `mirror ${containerText(mirror.container)}`));
  lines.push(...read.notUnderstood.map((item) => `? ${item.span.line}: ${item.text} -- ${item.reason}`));
  return lines;
}

function declarationText(declaration: Declaration): string {
  const words = declaration.isOptional ? "optional " : "";
  if (declaration.kind === "var") return `${words}var ${declaration.symbol}: ${declaredText(declaration.returns)}`;
  const params = declaration.params === null ? ["?"] : declaration.params.map(declaredText);
  if (declaration.isVariadic) params.push("...");
  return `${words}${declaration.symbol}(${params.join(", ")}) ${declaredText(declaration.returns)}`;
}

function declaredText(declared: DeclaredType): string {
  return (declared.name === null ? "" : `${declared.name}: `) + typeText(declared.type);
}

/** A type as Zig would write it; `?` is what is not known. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case "int":
      return `${type.signed ? "i" : "u"}${type.bits}`;
    case "float":
      return `f${type.bits}`;
    case "cint":
    case "comptime":
      return type.name;
    case "pointer": {
      const sentinel = type.sentinel === null ? "" : `:${type.sentinel}`;
      const head = { one: "*", many: `[*${sentinel}]`, c: "[*c]", slice: "[]" }[type.size];
      return `${head}${type.isConst ? "const " : ""}${typeText(type.pointee)}`;
    }
    case "array":
      return `[${type.length}]${typeText(type.element)}`;
    case "named":
      return type.id.replace(/^.*#/, "");
    case "fn":
      return `fn (${[...type.params.map((param) => typeText(param.type)), ...(type.isVariadic ? ["..."] : [])].join(", ")}) ${typeText(type.returns)}`;
    case "unknown":
      return "?";
    default:
      return type.kind;
  }
}

export function containerText(container: Container): string {
  switch (container.kind) {
    case "struct":
    case "union": {
      const fields = container.fields.map(
        (field) => `${field.name}: ${typeText(field.type)}${field.align === null ? "" : ` align(${field.align})`}`,
      );
      return `${container.kind} ${container.name} { ${fields.join(", ")} }`;
    }
    case "enum":
      return `enum(${container.tag === null ? "" : typeText(container.tag)}) ${container.name} { ${container.values.map((value) => `${value.name} = ${String(value.value)}`).join(", ")} }`;
    case "opaque":
      return `opaque ${container.name}`;
  }
}

/** The text that a span covers, after checking that its line and column belong to its offset. */
export function textAt(source: string, span: { file: string; line: number; column: number; start: number; end: number }): string {
  const expected = spanOf({ path: span.file, lines: lineStarts(source) }, span);
  if (expected.line !== span.line || expected.column !== span.column)
    throw new Error(`the span's line and column do not fit its offset: ${JSON.stringify(span)}`);
  return source.slice(span.start, span.end);
}
