import type { Container, FfiModule, FunctionExport } from "../model/decls.ts";
import { typeText } from "../model/typeText.ts";
import type { Type } from "../model/types.ts";
import { sourceOf } from "./abi.ts";
import type { AbiSource, AbiTypePlan, BindingPlan } from "./bindingPlan.ts";
import { typeNames } from "./names.ts";

/** What a library's manifest holds: the types and functions that Zig code in another file can ask the compiler about. */
export interface ManifestPlan {
  readonly library: string;
  readonly checksum: string;
  readonly types: readonly ManifestType[];
  readonly functions: readonly ManifestFunction[];
  /** Names of what nothing `pub` leads to: `load()` cannot notice when it changes. */
  readonly unseen: { readonly types: readonly string[]; readonly functions: readonly string[] };
}

export interface ManifestType {
  readonly name: string;
  readonly route: ManifestRoute;
  /** Those with a byte offset of their own. */
  readonly fields: readonly string[];
}

export interface ManifestFunction {
  readonly symbol: string;
  readonly source: AbiSource;
  /** As the manifest's own function `signature` writes it. */
  readonly signature: string;
}

/** From something that is `pub` to a type. */
export interface ManifestRoute {
  readonly source: AbiSource;
  /** Whether `source` is a type, or a function or variable, whose type the steps start from. */
  readonly isType: boolean;
  readonly steps: readonly ManifestStep[];
}

export type ManifestStep =
  | { readonly kind: "parameter"; readonly index: number }
  | { readonly kind: "result" }
  | { readonly kind: "field"; readonly name: string }
  /** What a pointer, optional, array or vector holds. */
  | { readonly kind: "child" };

export function manifestPlan(module: FfiModule, plan: BindingPlan): ManifestPlan {
  const routes = routesByName(module, plan);
  const wanted = plan.abi.types.filter(({ kind }) => kind !== "enum" && kind !== "opaque");
  const types = wanted.flatMap((type) => {
    const route = routes.get(type.name);
    return route === undefined ? [] : [{ name: type.name, route, fields: fieldsOf(type) }];
  });
  const bound = new Set(plan.functions.map(({ symbol }) => symbol));
  const exported = module.exports.filter((item): item is FunctionExport => item.kind === "fn" && bound.has(item.symbol));
  const functions = exported.flatMap((fn) => {
    const source = sourceOfExport(module, fn);
    return source === null ? [] : [{ symbol: fn.symbol, source, signature: signature(module, fn) }];
  });
  const seen = new Set([...types.map(({ name }) => name), ...functions.map(({ symbol }) => symbol)]);
  const unseen = {
    types: wanted.map(({ name }) => name).filter((name) => !seen.has(name)),
    functions: exported.map(({ symbol }) => symbol).filter((symbol) => !seen.has(symbol)),
  };
  return { library: plan.library, checksum: plan.checksum, types, functions, unseen };
}

/** Packed fields have no byte offset, and those of unions are all 0. */
function fieldsOf({ kind, layouts }: AbiTypePlan): readonly string[] {
  return kind === "extern struct" ? (layouts[0]?.fields ?? []).map(({ name }) => name) : [];
}

interface Reached {
  readonly type: Type;
  readonly route: ManifestRoute;
}

/** The shortest route to each container, by its TypeScript name. A `pub` declaration of its own comes before all others. */
function routesByName(module: FfiModule, { names }: BindingPlan): ReadonlyMap<string, ManifestRoute> {
  const routes = new Map<string, ManifestRoute>();
  const queue: Reached[] = [];
  const reach = (id: string, route: ManifestRoute): void => {
    const container = module.containers.get(id);
    if (container === undefined || routes.has(id)) return;
    routes.set(id, route);
    for (const { name, type } of membersOf(container)) queue.push({ type, route: further(route, { kind: "field", name }) });
  };
  for (const id of module.containers.keys()) {
    const source = harmlessSource(module, id);
    if (source !== null) reach(id, { source, isType: true, steps: [] });
  }
  for (const item of module.exports) if (item.kind === "fn") queue.push(...signatureTypes(module, item));
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { type, route } = next;
    if (type.kind === "named") reach(type.id, route);
    const child = childOf(type);
    if (child !== null) queue.push({ type: child, route: further(route, { kind: "child" }) });
  }
  const named = typeNames(module, names);
  return new Map([...routes].map(([id, route]) => [named.get(id) ?? id, route]));
}

/** What the signature of a function leads to that other files may name. */
function signatureTypes(module: FfiModule, fn: FunctionExport): readonly Reached[] {
  const source = sourceOfExport(module, fn);
  if (source === null) return [];
  const route: ManifestRoute = { source, isType: false, steps: [] };
  const params = fn.params.map(({ type }, index) => ({ type, route: further(route, { kind: "parameter", index }) }));
  return [...params, { type: fn.returns, route: further(route, { kind: "result" }) }];
}

/**
 * Null where something on the way is not `pub`, for `@export`, which says nothing of the declaration's own name, and for what only exists
 * under a condition: to name it would export it.
 */
function sourceOfExport(module: FfiModule, fn: FunctionExport): AbiSource | null {
  const { span, container, symbol, isPub, source, unknown, isConditional } = fn;
  if (!isPub || source !== "export" || unknown !== null || isConditional === true || symbol.includes(".")) return null;
  const outer = harmlessSource(module, `${span.file}#${container ?? ""}`);
  return outer === null ? null : { file: outer.file, path: outer.path === "" ? symbol : `${outer.path}.${symbol}` };
}

/** `sourceOf`, but null also where naming it could change what the library exports: a manifest only looks. */
function harmlessSource(module: FfiModule, id: string): AbiSource | null {
  const source = sourceOf(module, id);
  return source === null || mayExport(module, id) ? null : source;
}

/**
 * The compiler analyzes a container when something names it, and then exports what it declares. So no route leads through a container with
 * exports anywhere inside, which the library may not use at all, nor into a file whose exports all hang on a condition.
 */
function mayExport(module: FfiModule, id: string): boolean {
  const hash = id.indexOf("#");
  const file = id.slice(0, hash);
  const inFile = module.exports.filter(({ span }) => span.file === file);
  if (file !== module.root && inFile.length > 0 && inFile.every(({ isConditional }) => isConditional === true)) return true;
  const outermost = outermostOf(id.slice(hash + 1));
  return outermost !== "" && inFile.some(({ container }) => outermostOf(container ?? "") === outermost);
}

function outermostOf(path: string): string {
  return path.split(".")[0] ?? "";
}

function further(route: ManifestRoute, step: ManifestStep): ManifestRoute {
  return { ...route, steps: [...route.steps, step] };
}

function membersOf(container: Container): readonly { readonly name: string; readonly type: Type }[] {
  return container.kind === "struct" || container.kind === "union" ? container.fields : [];
}

function childOf(type: Type): Type | null {
  switch (type.kind) {
    case "pointer":
      return type.pointee;
    case "optional":
      return type.child;
    case "array":
    case "vector":
      return type.element;
    default:
      return null;
  }
}

/** Registers, not meaning: names of types may differ between compilers, and layouts are compared apart. */
function signature(module: FfiModule, { params, returns }: FunctionExport): string {
  return `fn (${params.map(({ type }) => classOf(module, type)).join(", ")}) ${classOf(module, returns)}`;
}

function classOf(module: FfiModule, type: Type): string {
  switch (type.kind) {
    case "pointer":
      return "pointer";
    case "optional":
      return classOf(module, type.child);
    case "named": {
      const container = module.containers.get(type.id);
      if (container?.kind !== "enum") return container?.kind ?? "unknown";
      return container.tag === null ? "unknown" : classOf(module, container.tag);
    }
    default:
      return typeText(module, type);
  }
}
