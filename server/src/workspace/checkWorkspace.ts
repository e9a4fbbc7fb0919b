import { globSync } from "tinyglobby";
import { byValueBugs } from "../check/byValueBugs.ts";
import type { Comparison } from "../check/compare/tables.ts";
import { concerns, fixOf, type Fix } from "../check/fixes.ts";
import { checkModule } from "../check/rules.ts";
import { targetRules } from "../check/targetRules.ts";
import { createLayouts } from "../layout/layouts.ts";
import type { Refined } from "../layout/refine.ts";
import { relativePath } from "../model/path.ts";
import { parseTarget } from "../model/target.ts";
import type { LibraryConfig } from "../model/config.ts";
import type { DeclarationFile } from "../model/declarations.ts";
import type { FfiModule } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import { readDeclarations } from "../syntax/bindings/readDeclarations.ts";
import type { ScriptParser } from "../syntax/bindings/scriptGrammar.ts";
import type { ZigParser } from "../syntax/grammar.ts";
import { readZigModule } from "../syntax/zigModule.ts";
import { compareTargets, mergeIssues } from "./compareTargets.ts";
import { ignoredFolders } from "./discover.ts";
import { isDeclaring, isOfTheProject } from "./declaringScripts.ts";
import type { Host } from "./host.ts";
import { scriptExtensions } from "./scriptImports.ts";
import { createSuppressions } from "./suppressions.ts";
import { groupTargets, type VerifiedLibrary } from "./targetGroups.ts";

export interface CheckRequest {
  readonly host: Host;
  readonly parser: ZigParser;
  readonly scripts: ScriptParser;
  readonly libraries: readonly LibraryConfig[];
  /** Script files, absolute, with `/`. */
  readonly files: readonly string[];
  readonly targets: readonly string[];
  /** Of the compiler that is found, whose rules count then. */
  readonly zigVersion?: string | undefined;
  /** What the compiler said, by root. */
  readonly verified?: ReadonlyMap<string, VerifiedModule> | undefined;
}

/** The compiler's word on one library: its module on each target that it answered for, and what it found. */
export interface VerifiedModule {
  readonly refined: readonly Refined[];
  readonly issues: readonly Issue[];
}

export interface CheckResult extends Comparison {
  readonly modules: readonly FfiModule[];
  readonly declarations: readonly DeclarationFile[];
  readonly fix: (issue: Issue) => Fix | null;
}

/**
 * Everything that can be said of libraries and the scripts that declare them, with what a compiler was asked before. Suppressed issues are
 * left out.
 */
export function checkWorkspace(request: CheckRequest): CheckResult {
  const { host, targets } = request;
  const known = request.libraries.map((library) => verifiedLibrary(library, request));
  const groups = groupTargets(known, targets);
  const own = known.flatMap((library) => libraryIssues(library, request));
  const declarations = request.files
    .filter((file) => isHandWritten(host, file))
    .map((file) => readDeclarations({ file, read: host.read, parser: request.scripts }));
  const comparison = compareTargets({ names: known.map(({ name }) => name), groups, files: declarations });
  const isSuppressed = createSuppressions((path) => host.read(path)?.text);
  const issues = [...own, ...comparison.issues].filter((issue) => !isSuppressed(issue));
  return {
    ...comparison,
    issues,
    modules: known.map(({ module }) => module),
    declarations,
    fix: (issue) => {
      // What is right on one target is wrong on another: a person has to choose.
      if (groups.length > 1 && issue.targets !== undefined && issue.targets.length < targets.length) return null;
      const pair = comparison.pairs.find(({ table, library }) => concerns(issue, table, library.module));
      return pair === undefined
        ? null
        : fixOf({ module: pair.library.module, table: pair.table, issue, textOf: (file) => host.read(file)?.text });
    },
  };
}

function verifiedLibrary({ name, root }: LibraryConfig, { host, parser, zigVersion, verified }: CheckRequest): VerifiedLibrary {
  const module = { ...readZigModule({ root, read: host.read, parser }), zig: zigVersion };
  const refined = (verified?.get(root)?.refined ?? []).map((each) => [each.layouts.target.triple, each.module] as const);
  return { name, module, refined: new Map(refined) };
}

function libraryIssues({ module, refined }: VerifiedLibrary, { targets, zigVersion, verified }: CheckRequest): readonly Issue[] {
  const machines = targets.map(parseTarget).filter((target) => target !== undefined);
  const layouts = machines.map((target) => createLayouts(refined.get(target.triple) ?? module, target));
  const bugs = groupTargets([{ module, refined }], targets).map(({ triples, modules }) => ({
    triples,
    issues: modules.flatMap((each) => byValueBugs(each, { targets: triples, zigVersion })),
  }));
  return [
    ...module.issues,
    ...checkModule(module, { zigVersion }),
    ...mergeIssues(bugs),
    ...targetRules(module, layouts),
    ...(verified?.get(module.root)?.issues ?? []),
  ];
}

function isHandWritten(host: Host, file: string): boolean {
  const text = host.read(file)?.text;
  return text !== undefined && isDeclaring(text);
}

/** Scripts below a folder that may declare native functions. */
export function discoverScripts(directory: string, host: Host): readonly string[] {
  const found = globSync([`**/*.{${scriptExtensions.join(",")}}`], { cwd: directory, absolute: true, ignore: [...ignoredFolders] });
  return found
    .map((file) => file.replaceAll("\\", "/"))
    .sort()
    .filter((file) => isOfTheProject(relativePath(directory, file)) && isHandWritten(host, file));
}
