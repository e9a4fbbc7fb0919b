import type { FfiModule } from "../../model/decls.ts";
import type { Declaration, DeclarationTable } from "../../model/declarations.ts";
import type { Issue } from "../../model/issue.ts";
import type { Edit } from "./edit.ts";

export interface FixRequest {
  readonly module: FfiModule;
  readonly table: DeclarationTable;
  readonly issue: Issue;
  readonly textOf: (file: string) => string | undefined;
  /** Other scripts that may use what a file declares. */
  readonly othersOf: (file: string) => Iterable<string>;
}

/**
 * The edits for a declaration, where every other one of the table that is written in the same place wants the same ones. `make` gives null for
 * a declaration that is written elsewhere, or that cannot be put right.
 */
export function agreed(
  { table, module }: FixRequest,
  declaration: Declaration,
  make: (declaration: Declaration) => readonly Edit[] | null,
): readonly Edit[] | null {
  const edits = make(declaration);
  if (edits === null || edits.length === 0) return null;
  const isShared = ({ span }: Edit): boolean =>
    table.declarations.some(
      (other) => other !== declaration && isExported(module, other) && placesOf(other).some((each) => touches(each, span)),
    );
  if (!edits.some(isShared)) return edits;
  const text = JSON.stringify(edits);
  const sharers = table.declarations.filter(
    (other) => isExported(module, other) && edits.some(({ span }) => placesOf(other).some((each) => touches(each, span))),
  );
  return sharers.every((other) => JSON.stringify(make(other)) === text) ? edits : null;
}

function isExported({ exports }: FfiModule, { symbol }: Declaration): boolean {
  return exports.some((item) => item.symbol === symbol);
}

type Place = Edit["span"];

function placesOf({ definition, paramList, params, returns }: Declaration): readonly Place[] {
  const types = [...(params ?? []), returns].map(({ span }) => span).filter(({ start, end }) => end > start);
  return [...types, ...(paramList === null ? [] : [paramList]), ...(definition === undefined ? [] : [definition])];
}

function touches(place: Place, edit: Place): boolean {
  return place.file === edit.file && edit.start >= place.start && edit.end <= place.end;
}
