import { kindText } from "../layout/dumpLayout.ts";
import { createLayouts, type ContainerLayouts, type Layouts } from "../layout/layouts.ts";
import type { Container, FfiModule } from "../model/decls.ts";
import type { Known } from "../model/known.ts";
import { parseTarget, type Target } from "../model/target.ts";
import type { LayoutView, TargetLayout } from "../protocol/layoutView.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { mirrorLayouts } from "./mirrorLayouts.ts";
import { reorderedSize } from "./reorderedSize.ts";
import type { Place, Snapshot } from "./snapshot.ts";
import { positionOf, targetLayout } from "./targetLayout.ts";
import { zigSymbolAt } from "./zigSymbol.ts";

/** The layout of the type under a place, on all configured targets. Null where no type is. */
export function layoutViewAt(snapshot: Snapshot, place: Place): LayoutView | null {
  const symbol = zigSymbolAt(snapshot, place);
  if (symbol === null || symbol.kind === "export" || symbol.kind === "param") return null;
  const view = layoutView(snapshot, symbol.project, symbol.container);
  return { ...view, mirrors: mirrorLayouts(snapshot, symbol.project, symbol.container) };
}

export function layoutView(snapshot: Snapshot, project: ProjectLibrary, container: Container): LayoutView {
  const layouts: TargetLayout[] = [];
  const unknown: LayoutView["unknown"][number][] = [];
  for (const triple of ownFirst(project.config.targets, snapshot.target.triple)) {
    const target = parseTarget(triple);
    if (target === undefined) continue;
    const { layout, declared, isVerified } = layoutOn(project, container, target);
    if (layout.kind === "unknown") addUnknown(unknown, triple, layout.reason);
    else {
      const verified = isVerified ? [triple] : [];
      addLayout(layouts, { ...targetLayout(declared.module, declared.container, layout.value), targets: [triple], verified });
    }
  }
  const own = layouts[0];
  return {
    name: container.name,
    kind: kindText(container),
    uri: snapshot.uri(container.span.file),
    position: positionOf(container),
    layouts,
    unknown,
    mirrors: [],
    zig: project.verified()?.zig ?? null,
    reorderSaves: own === undefined || kindText(container) !== "extern struct" ? 0 : own.size - reorderedSize(own),
  };
}

interface LayoutOn {
  readonly layout: Known<ContainerLayouts>;
  readonly declared: { readonly module: FfiModule; readonly container: Container };
  readonly isVerified: boolean;
}

/** The compiler's numbers where it gave them for this very text; else our own, verified where it agreed on a type declared like this one. */
function layoutOn(project: ProjectLibrary, container: Container, target: Target): LayoutOn {
  const { module } = project.analysis();
  const verified = project.verified();
  const refined = verified?.refined.get(target.triple);
  if (verified?.isCurrent === true && refined !== undefined) {
    const declared = { module: refined.module, container: refined.module.containers.get(container.id) ?? container };
    return { layout: refined.layouts.container(container.id), declared, isVerified: refined.provenance(container.id) !== undefined };
  }
  const isVerified = verified?.isSameShape === true && refined?.provenance(container.id) === "static";
  return { layout: layoutsOf(module, target).container(container.id), declared: { module, container }, isVerified };
}

/** One view asks for each type on each target: of one module the layouts are kept. */
function layoutsOf(module: FfiModule, target: Target): Layouts {
  const kept = byModule.get(module) ?? new Map<string, Layouts>();
  byModule.set(module, kept);
  const layouts = kept.get(target.triple) ?? createLayouts(module, target);
  kept.set(target.triple, layouts);
  return layouts;
}

const byModule = new WeakMap<FfiModule, Map<string, Layouts>>();

function ownFirst(targets: readonly string[], own: string): readonly string[] {
  return targets.includes(own) ? [own, ...targets.filter((triple) => triple !== own)] : targets;
}

function addUnknown(groups: LayoutView["unknown"][number][], triple: string, reason: string): void {
  const index = groups.findIndex((group) => group.reason === reason);
  const group = groups[index];
  if (group === undefined) groups.push({ targets: [triple], reason });
  else groups[index] = { ...group, targets: [...group.targets, triple] };
}

/** Whether a layout is verified makes it no other one. */
function addLayout(groups: TargetLayout[], layout: TargetLayout): void {
  const keyOf = (each: TargetLayout): string => JSON.stringify({ ...each, targets: [], verified: [] });
  const key = keyOf(layout);
  const index = groups.findIndex((group) => keyOf(group) === key);
  const group = groups[index];
  if (group === undefined) groups.push(layout);
  else groups[index] = { ...group, targets: [...group.targets, ...layout.targets], verified: [...group.verified, ...layout.verified] };
}
