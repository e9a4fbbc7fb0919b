import type { Export, FfiModule } from "../../model/decls.ts";
import type { Declaration, DeclarationTable } from "../../model/declarations.ts";
import type { Span } from "../../model/span.ts";

/** Exports by symbol: corrections look up one for each finding. */
const exportsOf = new WeakMap<FfiModule, ReadonlyMap<string, Export>>();

export function exportOf(module: FfiModule, symbol: string | undefined): Export | undefined {
  const known = exportsOf.get(module);
  const bySymbol = known ?? new Map([...module.exports].reverse().map((item) => [item.symbol, item] as const));
  if (known === undefined) exportsOf.set(module, bySymbol);
  return symbol === undefined ? undefined : bySymbol.get(symbol);
}

/** Declarations by the places where something about them may be found, in their order. */
const startsOf = new WeakMap<DeclarationTable, ReadonlyMap<string, readonly Declaration[]>>();

/** Declarations that something is found about at the start of a place. */
export function declarationsAt(table: DeclarationTable, place: Span): readonly Declaration[] {
  const known = startsOf.get(table);
  const byStart = known ?? byStartOf(table);
  if (known === undefined) startsOf.set(table, byStart);
  return byStart.get(startKey(place)) ?? [];
}

/** What a finding about a declaration may stand at. */
export function findingPlaces({ span, paramList, returns, params }: Declaration): readonly Span[] {
  return [span, ...(paramList === null ? [] : [paramList]), returns.span, ...(params ?? []).map((param) => param.span)];
}

function byStartOf({ declarations }: DeclarationTable): ReadonlyMap<string, readonly Declaration[]> {
  const byStart = new Map<string, Declaration[]>();
  for (const declaration of declarations) {
    for (const key of new Set(findingPlaces(declaration).map(startKey))) {
      const there = byStart.get(key) ?? [];
      byStart.set(key, there);
      there.push(declaration);
    }
  }
  return byStart;
}

function startKey({ file, start }: Span): string {
  return `${file}:${String(start)}`;
}

interface Place {
  readonly declaration: Declaration;
  readonly start: number;
  readonly end: number;
  /** The farthest end of this place and all before it. */
  readonly reach: number;
}

/** Where declarations are written, by file and sorted by start. */
const placesOf = new WeakMap<DeclarationTable, ReadonlyMap<string, readonly Place[]>>();

/** Declarations that an edit of a place changes. */
export function declarationsAround(table: DeclarationTable, edit: Span): readonly Declaration[] {
  const known = placesOf.get(table);
  const byFile = known ?? placesByFile(table);
  if (known === undefined) placesOf.set(table, byFile);
  const places = byFile.get(edit.file) ?? [];
  const found = new Set<Declaration>();
  for (let at = behind(places, edit.start) - 1; at >= 0; at--) {
    const place = places[at];
    if (place === undefined || place.reach < edit.end) break;
    if (place.end >= edit.end) found.add(place.declaration);
  }
  return [...found];
}

/** The index of the first place that starts behind an offset. */
function behind(places: readonly Place[], offset: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.start ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function placesByFile({ declarations }: DeclarationTable): ReadonlyMap<string, readonly Place[]> {
  const byFile = new Map<string, Place[]>();
  for (const declaration of declarations) {
    for (const { file, start, end } of writtenPlaces(declaration)) {
      const there = byFile.get(file) ?? [];
      byFile.set(file, there);
      there.push({ declaration, start, end, reach: end });
    }
  }
  return new Map([...byFile].map(([file, places]) => [file, withReach(places)] as const));
}

function withReach(places: readonly Place[]): readonly Place[] {
  let reach = 0;
  return [...places]
    .sort((a, b) => a.start - b.start)
    .map((place) => {
      reach = Math.max(reach, place.end);
      return { ...place, reach };
    });
}

function writtenPlaces({ definition, paramList, params, returns }: Declaration): readonly Span[] {
  const types = [...(params ?? []), returns].map(({ span }) => span).filter(({ start, end }) => end > start);
  return [...types, ...(paramList === null ? [] : [paramList]), ...(definition === undefined ? [] : [definition])];
}
