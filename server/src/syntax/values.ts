import type { Type } from "../model/types.ts";
import type { InitItem } from "./expr.ts";
import type { ComptimeOutline, FunctionOutline } from "./outline.ts";
import type { Scope } from "./scopes.ts";

/** What a constant expression evaluates to. */
export type Value =
  /** `scope` is the container for a `named` type. */
  | { readonly kind: "type"; readonly type: Type; readonly scope: Scope | null }
  /** `type` is null for a `comptime_int`. */
  | IntValue
  | { readonly kind: "string"; readonly value: string }
  /** `.name` whose type is not known. */
  | { readonly kind: "literal"; readonly name: string }
  | { readonly kind: "enumValue"; readonly scope: Scope; readonly name: string }
  | { readonly kind: "fn"; readonly scope: Scope; readonly outline: FunctionOutline }
  /** `.{ .. }` without a type. */
  | { readonly kind: "init"; readonly items: readonly InitItem[]; readonly env: Env }
  /** Some value of a known type. */
  | { readonly kind: "typed"; readonly type: Type }
  /** `std`, `std.c.fd_t`: something of a package, which is not read. */
  | { readonly kind: "package"; readonly path: string }
  | UnknownValue;

export interface IntValue {
  readonly kind: "int";
  readonly value: bigint;
  readonly type: Type | null;
}

export interface UnknownValue {
  readonly kind: "unknown";
  readonly reason: string;
}

/** Where an expression stands: its container and the comptime blocks around it, outermost first. */
export interface Env {
  readonly scope: Scope;
  readonly blocks: readonly ComptimeOutline[];
}

export function typeValue(type: Type): Value {
  return { kind: "type", type, scope: null };
}

export function containerValue(scope: Scope): Value {
  return { kind: "type", type: { kind: "named", id: scope.id }, scope };
}

export function unknownValue(reason: string): UnknownValue {
  return { kind: "unknown", reason };
}
