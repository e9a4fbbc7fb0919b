import { provenance } from "../emit/bindings.ts";
import type { LibraryConfig } from "../model/config.ts";
import { analyse, bindingsText, type Analysis, type AnalyseOptions, type BindingsOptions } from "./library.ts";

export interface Generated {
  readonly analysis: Analysis;
  readonly text: string;
}

/** Source to the text of a library's bindings file; no file is touched. */
export function generateBindings(library: LibraryConfig, options: AnalyseOptions & BindingsOptions): Generated {
  const analysis = analyse(library, options);
  return { analysis, text: bindingsText(library, analysis.plan, options) };
}

/** Why a bindings file must not be overwritten: it is not ours, or was edited by hand (`force` allows that). Null: it may be. */
export function refusalToWrite(current: string | null, force: boolean): "foreign" | "edited" | null {
  const from = current === null ? "generated" : provenance(current);
  if (from === "generated" || (from === "edited" && force)) return null;
  return from;
}
