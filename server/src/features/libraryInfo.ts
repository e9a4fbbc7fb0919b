import type { ArtifactInfo, LibraryInfo } from "../protocol/libraries.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import type { Snapshot } from "./snapshot.ts";

export function libraryInfo(snapshot: Snapshot, project: ProjectLibrary, artifact: ArtifactInfo): LibraryInfo {
  const { library, config } = project;
  const { module, plan, issues } = project.analysis();
  const verified = project.verified();
  return {
    name: library.name,
    root: snapshot.uri(library.root),
    out: snapshot.uri(library.out),
    config: config.file === null ? null : snapshot.uri(config.file),
    bindings: project.bindingsState(),
    artifact,
    verified: verified === undefined ? null : { zig: verified.zig, targets: [...verified.refined.keys()], isCurrent: verified.isCurrent },
    exports: module.exports.length,
    functions: plan.functions.length,
    errors: issues.filter((issue) => issue.severity === "error").length,
    warnings: issues.filter((issue) => issue.severity === "warning").length,
  };
}
