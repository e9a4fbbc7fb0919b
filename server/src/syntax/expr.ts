import type { Range } from "./outline.ts";

/** A Zig expression, as far as types and constants need it. `other` is everything that only the compiler can evaluate. */
export type Expr = Range & ExprShape;

export type ExprShape =
  | { readonly kind: "name"; readonly name: string; readonly isQuoted: boolean }
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "string"; readonly value: string }
  /** `.name` */
  | { readonly kind: "literal"; readonly name: string }
  | { readonly kind: "member"; readonly object: Expr; readonly name: string }
  | { readonly kind: "call"; readonly callee: Expr; readonly args: readonly Expr[] }
  | { readonly kind: "builtin"; readonly name: string; readonly args: readonly Expr[] }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Expr }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expr; readonly right: Expr }
  | PointerExpr
  | { readonly kind: "optional"; readonly child: Expr }
  /** Length is null for `[_]T`. */
  | { readonly kind: "array"; readonly length: Expr | null; readonly sentinel: Range | null; readonly element: Expr }
  | { readonly kind: "errorUnion"; readonly payload: Expr }
  | { readonly kind: "errorSet" }
  | FunctionExpr
  /** `struct {..}` and its relatives: the outline knows what starts there. */
  | { readonly kind: "container" }
  /** `T{ .a = 1 }` and `.{ .. }`. */
  | { readonly kind: "init"; readonly type: Expr | null; readonly items: readonly InitItem[] }
  | { readonly kind: "other" };

export interface PointerExpr {
  readonly kind: "pointer";
  readonly size: "one" | "many" | "c" | "slice";
  readonly sentinel: Range | null;
  readonly align: Expr | null;
  readonly isConst: boolean;
  readonly isVolatile: boolean;
  readonly isAllowzero: boolean;
  readonly pointee: Expr;
}

export interface FunctionExpr {
  readonly kind: "fn";
  readonly params: readonly ParamExpr[];
  readonly isVariadic: boolean;
  readonly callconv: Expr | null;
  readonly returns: Expr;
}

export interface ParamExpr {
  readonly name: string | null;
  readonly type: Expr;
}

export interface InitItem {
  readonly name: string | null;
  readonly value: Expr;
}
