import type { Container, FunctionExport } from "../../model/decls.ts";
import type { Declaration } from "../../model/declarations.ts";
import type { Issue } from "../../model/issue.ts";
import type { Span } from "../../model/span.ts";
import type { Target } from "../../model/target.ts";
import type { Type } from "../../model/types.ts";
import { sidesOf, type Sides } from "./findings.ts";
import { leavesOf } from "./leaves.ts";
import type { KnownLibrary, Pair } from "./pairing.ts";
import { pointeeOrSelf, structOf } from "./pointees.ts";
import { compareStructs } from "./structs.ts";

/**
 * A type that is laid out differently by target is no mistake where every hand-written declaration of it is laid out like it on all of them
 * (`long` for `c_long`): then it is worth knowing, no more.
 */
export function softenAgreed(issues: readonly Issue[], agreedOf: () => ReadonlySet<string>): readonly Issue[] {
  // Most libraries have no such type, and comparing takes time.
  if (!issues.some(({ code }) => code === "abi/layout-differs-by-target")) return issues;
  const agreed = agreedOf();
  return issues.map((issue) => {
    const isAgreed = issue.code === "abi/layout-differs-by-target" && issue.zig !== undefined && agreed.has(placeOf(issue.zig.span));
    return isAgreed ? { ...issue, severity: "information" } : issue;
  });
}

/** Places of the Zig types whose declared counterparts agree with them on each of their library's targets. */
export function agreedTypes(pairs: readonly Pair[], targetsOf: (library: KnownLibrary) => readonly Target[]): ReadonlySet<string> {
  const agreed = new Set<string>();
  const disputed = new Set<string>();
  for (const pair of pairs) {
    const sides = sidesOf(pair.library.module, pair.table, targetsOf(pair.library));
    for (const { zig, ts } of declaredStructs(pair, sides)) {
      const isEqual = sides.every((each) => isAgreeing(each, zig, ts));
      for (const { span } of partsOf(pair, zig)) (isEqual ? agreed : disputed).add(placeOf(span));
    }
  }
  return new Set([...agreed].filter((place) => !disputed.has(place)));
}

function placeOf({ file, start }: Span): string {
  return `${file}:${String(start)}`;
}

interface StructPair {
  readonly zig: Container;
  readonly ts: Container;
}

function declaredStructs({ table, library: { module } }: Pair, [first]: readonly Sides[]): readonly StructPair[] {
  if (first === undefined) return [];
  const exports = new Map(module.exports.flatMap((item) => (item.kind === "fn" ? [[item.symbol, item] as const] : [])));
  return table.declarations.flatMap((declaration) => {
    const item = exports.get(declaration.symbol);
    return item === undefined ? [] : typePairs(item, declaration).flatMap(([zig, ts]) => structPair(first, zig, ts) ?? []);
  });
}

function typePairs(item: FunctionExport, { params, returns }: Declaration): readonly (readonly [Type, Type])[] {
  const declared = params !== null && params.length === item.params.length ? params : [];
  return [
    [item.returns, returns.type],
    ...declared.flatMap(({ type }, i) => item.params.slice(i, i + 1).map((own) => [own.type, type] as const)),
  ];
}

function structPair(sides: Sides, zigType: Type, tsType: Type): StructPair | null {
  const [zigItem, tsItem] = [pointeeOrSelf(sides.zig, zigType), pointeeOrSelf(sides.ts, tsType)];
  const zig = zigItem === null ? undefined : structOf(sides.zig, zigItem);
  const ts = tsItem === null ? undefined : structOf(sides.ts, tsItem);
  return zig === undefined || ts === undefined ? null : { zig, ts };
}

function isAgreeing(sides: Sides, zig: Container, ts: Container): boolean {
  const areKnown = [leavesOf(sides.zig, { kind: "named", id: zig.id }), leavesOf(sides.ts, { kind: "named", id: ts.id })].every(
    (leaves) => leaves !== null,
  );
  return areKnown && compareStructs(sides.zig, zig, sides.ts, ts).length === 0;
}

/** A type and those that lie in it. */
function partsOf(pair: Pair, container: Container): readonly Container[] {
  // Bad source may nest a type in itself: each is visited once.
  const parts = new Set([container]);
  for (const part of parts) {
    if (part.kind !== "struct" && part.kind !== "union") continue;
    for (const { type } of part.fields) {
      const inner = pair.library.module.containers.get(namedIn(type));
      if (inner !== undefined) parts.add(inner);
    }
  }
  return [...parts];
}

function namedIn(type: Type): string {
  if (type.kind === "array") return namedIn(type.element);
  return type.kind === "named" ? type.id : "";
}
