import { planText } from "../plan/plan.ts";
import type { PlanView } from "../protocol/libraries.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import type { Place, Snapshot } from "./snapshot.ts";
import { zigSymbolAt } from "./zigSymbol.ts";

/** The plan of a whole library; null where the path is no library's root. */
export function planViewOf(snapshot: Snapshot, root: string | undefined): PlanView | null {
  const project = snapshot.libraries.find(({ library }) => library.root === root);
  return project === undefined ? null : viewOf(snapshot, project, project.analysis().plan);
}

/** The plan of the export under a place, else of the library that holds the file. */
export function planViewAt(snapshot: Snapshot, place: Place): PlanView | null {
  const symbol = zigSymbolAt(snapshot, place);
  const project = symbol?.project ?? snapshot.librariesOf(place.path)[0];
  if (project === undefined) return null;
  const { plan } = project.analysis();
  if (symbol?.kind !== "export" && symbol?.kind !== "param") return viewOf(snapshot, project, plan);
  const name = symbol.item.symbol;
  const part = [...plan.functions, ...plan.globals, ...plan.skipped].find((each) => each.symbol === name);
  return viewOf(snapshot, project, part ?? plan);
}

function viewOf(snapshot: Snapshot, { library }: ProjectLibrary, part: object): PlanView {
  return { library: library.name, root: snapshot.uri(library.root), text: planText(part, 2) };
}
