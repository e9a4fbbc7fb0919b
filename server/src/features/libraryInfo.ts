import type { Issue } from "../model/issue.ts";
import type { ArtifactInfo, LibraryInfo } from "../protocol/libraries.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import type { Snapshot } from "./snapshot.ts";

export function libraryInfo(snapshot: Snapshot, project: ProjectLibrary, artifact: ArtifactInfo): LibraryInfo {
  const { library, config } = project;
  const { module, plan } = project.analysis();
  const issues = issuesOf(snapshot, project);
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

/** All that is known to be wrong with a library, its hand-written declarations included. */
function issuesOf(snapshot: Snapshot, project: ProjectLibrary): readonly Issue[] {
  const { module, issues } = project.analysis();
  const { issuesIn, judged } = snapshot.handWritten();
  const own = [...issues, ...judged(project.targetIssues())].filter((issue) => !snapshot.isSuppressed(issue));
  return [...new Set([...own, ...module.files.flatMap(issuesIn)])];
}
