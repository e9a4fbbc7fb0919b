import type { Container, Export, FfiModule, FunctionExport } from "../model/decls.ts";
import type { CompilerAnswer, CompilerContainer, CompilerExport } from "../model/compilerAnswer.ts";
import type { Span } from "../model/span.ts";
import { typeText } from "../model/typeText.ts";
import type { Type } from "../model/types.ts";

/**
 * The module with what static reading left open filled in from the compiler's answer, for the answer's target: types of fields, parameters
 * and results, values of enums, exports with computed names, and containers that only the compiler sees. What was known stays, except for
 * values of enums that are others by the compiler.
 */
export function refineModule(module: FfiModule, answer: CompilerAnswer): FfiModule {
  const extra = [...answer.containers.values()]
    .filter(({ id }) => !module.containers.has(id))
    .flatMap((found) => compilerContainer(found, module) ?? []);
  const containers = new Map([...module.containers].map(([id, container]) => [id, refineContainer(container, answer.containers.get(id))]));
  for (const container of extra) containers.set(container.id, container);
  const base: FfiModule = { ...module, containers };
  const known = new Set(module.exports.map(({ symbol }) => symbol));
  const found = [...answer.exports.values()].filter(({ symbol }) => !known.has(symbol));
  const exports = [
    ...module.exports.map((item) => refineExport(base, item, answer.exports.get(item.symbol))),
    ...found.map((item) => foundExport(base, item)),
  ];
  // The calls with computed names are what the found exports come from.
  const issues = found.length === 0 ? module.issues : module.issues.filter(({ code, symbol }) => code !== "zig/unknown-export" || symbol);
  return { ...base, exports, issues };
}

/** `own` with its unknown parts, at any depth, from the compiler's type. */
export function fillType(own: Type, compiler: Type | undefined): Type {
  if (compiler === undefined) return own;
  switch (own.kind) {
    case "unknown":
      return compiler.kind === "unknown" ? own : compiler;
    case "pointer":
      return compiler.kind === "pointer" ? { ...own, pointee: fillType(own.pointee, compiler.pointee) } : own;
    case "optional":
      return compiler.kind === "optional" ? { ...own, child: fillType(own.child, compiler.child) } : own;
    case "array":
    case "vector":
      return compiler.kind === own.kind ? { ...own, element: fillType(own.element, compiler.element) } : own;
    case "errorUnion":
      return compiler.kind === "errorUnion" ? { ...own, payload: fillType(own.payload, compiler.payload) } : own;
    case "fn":
      if (compiler.kind !== "fn") return own;
      return {
        ...own,
        params: own.params.map((param, index) => ({ ...param, type: fillType(param.type, compiler.params[index]?.type) })),
        returns: fillType(own.returns, compiler.returns),
      };
    default:
      return own;
  }
}

function refineContainer(container: Container, found: CompilerContainer | undefined): Container {
  if (found === undefined) return container;
  switch (container.kind) {
    case "struct":
    case "union": {
      const types = new Map(found.fields.map((field) => [field.name, field.type]));
      const fields = container.fields.map((field) => ({ ...field, type: fillType(field.type, types.get(field.name)) }));
      const backing = container.backing === null ? null : fillType(container.backing, found.tag ?? undefined);
      return { ...container, fields, backing };
    }
    case "enum": {
      const values = new Map(found.values.map(({ name, value }) => [name, value]));
      const filled = container.values.map((item) => ({ ...item, value: values.get(item.name) ?? item.value }));
      return { ...container, tag: container.tag === null ? null : fillType(container.tag, found.tag ?? undefined), values: filled };
    }
    case "opaque":
      return container;
  }
}

/** A container that only the compiler sees. It has no place in the module's sources: the root file stands for it. */
function compilerContainer(found: CompilerContainer, module: FfiModule): Container | undefined {
  const span = rootSpan(module);
  const base = { id: found.id, name: found.name, span, isPub: true, doc: null };
  const fields = found.fields.map(({ name, type }) => ({ name, type, text: "", span, align: null, hasDefault: false, doc: null }));
  const { layout, tag } = found;
  switch (found.kind) {
    case "struct":
      return { ...base, kind: "struct", layout, backing: tag, fields, isTuple: false };
    case "union":
      return { ...base, kind: "union", layout, backing: tag, fields, isTagged: false };
    case "enum": {
      const values = found.values.map(({ name, value }) => ({ name, value, span, doc: null }));
      return { ...base, kind: "enum", tag, isExhaustive: found.isExhaustive, values };
    }
    case "opaque":
      return { ...base, kind: "opaque" };
  }
}

function refineExport(module: FfiModule, item: Export, found: CompilerExport | undefined): Export {
  if (found === undefined) return item;
  if (item.kind !== "fn") {
    if (found.kind === "fn") return item;
    const type = fillType(item.type, found.type);
    return { ...item, type, typeText: item.typeText === "" ? typeText(module, type) : item.typeText };
  }
  const { type } = found;
  if (type.kind !== "fn" || type.params.length !== item.params.length) return item;
  const params = item.params.map((param, index) => ({ ...param, type: fillType(param.type, type.params[index]?.type) }));
  return { ...item, params, returns: fillType(item.returns, type.returns) };
}

function foundExport(module: FfiModule, { symbol, kind, type }: CompilerExport): Export {
  const span = exportSite(module);
  const base = { symbol, span, container: null, isPub: false, doc: null, unknown: null };
  if (type.kind === "fn") return foundFunction(module, base, type);
  return { ...base, kind: kind === "const" ? "const" : "var", type, typeText: typeText(module, type), isThreadlocal: false };
}

function foundFunction(
  module: FfiModule,
  base: Pick<FunctionExport, "symbol" | "span" | "container" | "isPub" | "doc" | "unknown">,
  type: Type & { readonly kind: "fn" },
): FunctionExport {
  const params = type.params.map((param) => ({
    name: null,
    type: param.type,
    text: typeText(module, param.type),
    span: base.span,
    isComptime: false,
  }));
  const { returns, callconv, isVariadic } = type;
  return { ...base, kind: "fn", params, returns, returnsText: typeText(module, returns), callconv, isVariadic, source: "@export" };
}

/** The first `@export` whose name is computed. */
function exportSite(module: FfiModule): Span {
  return module.issues.find((issue) => issue.code === "zig/unknown-export")?.zig?.span ?? rootSpan(module);
}

function rootSpan(module: FfiModule): Span {
  return { file: module.root, line: 1, column: 1, start: 0, end: 0 };
}
