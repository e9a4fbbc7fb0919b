import { mirroredType } from "../check/compare/mirrored.ts";
import { createLayouts } from "../layout/layouts.ts";
import type { Container, FfiModule } from "../model/decls.ts";
import { baseName } from "../model/path.ts";
import { parseTarget } from "../model/target.ts";
import type { TargetLayout } from "../protocol/layoutView.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import type { Snapshot } from "./snapshot.ts";
import { targetLayout } from "./targetLayout.ts";

/** How scripts declare the same type by hand, each as a layout of its own for the first target; `targets` names the declaration instead. */
export function mirrorLayouts(snapshot: Snapshot, project: ProjectLibrary, container: Container): readonly TargetLayout[] {
  const own = project.config.targets.includes(snapshot.target.triple) ? snapshot.target : parseTarget(project.config.targets[0] ?? "");
  if (own === undefined) return [];
  const { module } = project.analysis();
  const { pairs, mirrors } = snapshot.handWritten();
  const declared: readonly Declared[] = [
    ...pairs.filter((pair) => pair.project === project).flatMap(({ table }) => declaredIn(table.containers, table.dialect)),
    ...mirrors.flatMap(({ container: mirror, dialect }) => declaredIn(new Map([[mirror.id, mirror]]), dialect)),
  ];
  return declared.flatMap(({ mirror, containers, dialect }): TargetLayout[] => {
    if (mirroredType(mirror, { library: { name: project.library.name, module }, isUsed: true })?.id !== container.id) return [];
    const { file } = mirror.span;
    const script: FfiModule = { root: file, files: [file], exports: [], containers, issues: [] };
    const layout = createLayouts(script, own).container(mirror.id);
    if (layout.kind === "unknown") return [];
    return [
      { ...targetLayout(script, mirror, layout.value), targets: [`${mirror.name} of ${dialect} in ${baseName(file)}`], verified: [] },
    ];
  });
}

interface Declared {
  readonly mirror: Container;
  readonly containers: ReadonlyMap<string, Container>;
  readonly dialect: string;
}

function declaredIn(containers: ReadonlyMap<string, Container>, dialect: string): readonly Declared[] {
  return [...containers.values()].map((mirror) => ({ mirror, containers, dialect }));
}
