import { globSync } from "tinyglobby";
import { byValueBugs } from "../check/byValueBugs.ts";
import { softenAgreed } from "../check/compare/agreement.ts";
import type { Comparison } from "../check/compare/tables.ts";
import type { Fix } from "../check/edits/edit.ts";
import { concerns, fixOf } from "../check/edits/fixes.ts";
import { exportOf } from "../check/edits/places.ts";
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
import { isDeclaring, isHandWritten, isOfTheProject, withCallers } from "./declaringScripts.ts";
import type { Host } from "./host.ts";
import { createScriptImports, scriptExtensions, type ScriptImports } from "./scriptImports.ts";
import { createSuppressions } from "./suppressions.ts";
import { groupTargets, type VerifiedLibrary } from "./targetGroups.ts";

export interface CheckRequest {
  readonly host: Host;
  readonly parser: ZigParser;
  readonly scripts: ScriptParser;
  readonly libraries: readonly LibraryConfig[];
  /** Script files, absolute, with `/`. */
  readonly files: readonly string[];
  /** Scripts of the project that import another one; without it only `files` are read. */
  readonly importersOf?: ((path: string) => readonly string[]) | undefined;
  readonly targets: readonly string[];
  /** Of the compiler that is found, whose rules count then. */
  readonly zigVersion?: string | undefined;
  /** All scripts that may use what these declare: what one of them names is not removed. `files` where it is left out. */
  readonly users?: () => readonly string[];
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
  const declarations = withCallers(
    request.files.filter((file) => passes(host, file, isHandWritten)),
    (file) => readDeclarations({ file, read: host.read, parser: request.scripts, isCertain: true }),
    request.importersOf ?? (() => []),
  );
  const comparison = compareTargets({ names: known.map(({ name }) => name), groups, files: declarations, read: host.read });
  const textOf = keptTexts(host);
  const isSuppressed = createSuppressions((path) => host.read(path)?.text);
  const issues = [...softenAgreed(own, comparison.agreed), ...comparison.issues].filter((issue) => !isSuppressed(issue));
  return {
    ...comparison,
    issues,
    modules: known.map(({ module }) => module),
    declarations,
    fix: (issue) => {
      // What is right on one target is wrong on another: a person has to choose.
      if (groups.length > 1 && issue.targets !== undefined && issue.targets.length < targets.length) return null;
      const about = comparison.pairs.filter(({ table, library }) => concerns(issue, table, library.module));
      const pair = about.find(({ library }) => exportOf(library.module, issue.symbol) !== undefined) ?? about[0];
      return pair === undefined
        ? null
        : fixOf({
            module: pair.library.module,
            table: pair.table,
            issue,
            textOf,
            othersOf: request.users ?? (() => request.files),
          });
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

/** Corrections are all made from one state of the files, and each may look through every script. */
function keptTexts(host: Host): (file: string) => string | undefined {
  const texts = new Map<string, string | undefined>();
  return (file) => {
    if (!texts.has(file)) texts.set(file, host.read(file)?.text);
    return texts.get(file);
  };
}

function passes(host: Host, file: string, test: (text: string) => boolean): boolean {
  const text = host.read(file)?.text;
  return text !== undefined && test(text);
}

/** Scripts below a folder that may declare native functions. */
export function discoverScripts(directory: string, host: Host): readonly string[] {
  return scriptsBelow(directory).filter((file) => isOfTheProject(relativePath(directory, file)) && passes(host, file, isDeclaring));
}

/** Tells the hand-written scripts below a folder that import a file; they are read when it is first asked. */
export function importersIn(directory: string, host: Host): (path: string) => readonly string[] {
  let imports: ScriptImports | undefined;
  const readAll = (): ScriptImports => {
    const made = createScriptImports();
    for (const file of scriptsBelow(directory)) {
      if (!isOfTheProject(relativePath(directory, file))) continue;
      const text = host.read(file)?.text;
      if (text !== undefined && isHandWritten(text)) made.set(file, text);
    }
    return made;
  };
  return (path) => (imports ??= readAll()).importersOf(path);
}

/** Everything below a folder that may use what a script exports, but what is installed. */
export function programsBelow(directory: string): readonly string[] {
  return filesBelow(directory, [...scriptExtensions, "vue", "svelte", "astro", "mdx"]);
}

function scriptsBelow(directory: string): readonly string[] {
  return filesBelow(directory, scriptExtensions);
}

function filesBelow(directory: string, extensions: readonly string[]): readonly string[] {
  const found = globSync([`**/*.{${extensions.join(",")}}`], { cwd: directory, absolute: true, ignore: [...ignoredFolders] });
  return found.map((file) => file.replaceAll("\\", "/")).sort();
}
