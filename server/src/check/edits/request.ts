import type { FfiModule } from "../../model/decls.ts";
import type { Declaration, DeclarationTable } from "../../model/declarations.ts";
import type { Issue } from "../../model/issue.ts";
import type { Edit } from "./edit.ts";
import { declarationsAround, exportOf } from "./places.ts";

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
  const around = new Set(edits.flatMap(({ span }) => declarationsAround(table, span)));
  const sharers = [...around].filter((other) => other !== declaration && exportOf(module, other.symbol) !== undefined);
  if (sharers.length === 0) return edits;
  const text = JSON.stringify(edits);
  return sharers.every((other) => JSON.stringify(make(other)) === text) ? edits : null;
}
