import type { Refined } from "../layout/refine.ts";
import type { FfiModule } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";

/** What the compiler said of one library, and of which texts it said that. */
export interface Verification {
  /** The compiler's version. */
  readonly zig: string;
  /** Of the module's files, as the compiler saw them. */
  readonly texts: ReadonlyMap<string, string>;
  readonly module: FfiModule;
  /** By triple: targets that it answered for. */
  readonly refined: ReadonlyMap<string, Refined>;
  /** Where it disagrees with our own rules, and why it could not answer. */
  readonly issues: readonly Issue[];
}

/** A verification in view of the sources as they are now. */
export interface Verified extends Verification {
  /** Nothing was typed since: all that the compiler said is true. */
  readonly isCurrent: boolean;
  /** Types are declared as they were: where our own rules and the compiler agreed, they still do. */
  readonly isSameShape: boolean;
}

export function verifiedNow(verification: Verification, module: FfiModule, read: (path: string) => string | undefined): Verified {
  const isCurrent =
    module.files.length === verification.texts.size && module.files.every((path) => verification.texts.get(path) === read(path));
  return { ...verification, isCurrent, isSameShape: isCurrent || shapeOf(module) === shapeOf(verification.module) };
}

/** How a module's types are declared, wherever they stand. Of one module the answer is kept. */
function shapeOf(module: FfiModule): string {
  const known = shapes.get(module);
  if (known !== undefined) return known;
  const shape = JSON.stringify([...module.containers], (key, value: unknown) =>
    key === "span" || key === "doc" ? undefined : typeof value === "bigint" ? String(value) : value,
  );
  shapes.set(module, shape);
  return shape;
}

const shapes = new WeakMap<FfiModule, string>();
