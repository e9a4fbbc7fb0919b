import { globSync } from "tinyglobby";
import { byValueBugs } from "../check/byValueBugs.ts";
import { compareTables, type Comparison } from "../check/compare/tables.ts";
import type { Fix } from "../check/edits/edit.ts";
import { concerns, fixOf } from "../check/edits/fixes.ts";
import { checkModule } from "../check/rules.ts";
import { targetRules } from "../check/targetRules.ts";
import { createLayouts } from "../layout/layouts.ts";
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
import { ignoredFolders } from "./discover.ts";
import { isDeclaring, isOfTheProject } from "./declaringScripts.ts";
import type { Host } from "./host.ts";
import { scriptExtensions } from "./scriptImports.ts";
import { createSuppressions } from "./suppressions.ts";

export interface CheckRequest {
  readonly host: Host;
  readonly parser: ZigParser;
  readonly scripts: ScriptParser;
  readonly libraries: readonly LibraryConfig[];
  /** Script files, absolute, with `/`. */
  readonly files: readonly string[];
  readonly targets: readonly string[];
  readonly zigVersion?: string | undefined;
  /** All scripts that may use what these declare: what one of them names is not removed. `files` where it is left out. */
  readonly users?: () => readonly string[];
}

export interface CheckResult extends Comparison {
  readonly modules: readonly FfiModule[];
  readonly declarations: readonly DeclarationFile[];
  readonly fix: (issue: Issue) => Fix | null;
}

/** Everything that can be said of libraries and the scripts that declare them, without a compiler. Suppressed issues are left out. */
export function checkWorkspace(request: CheckRequest): CheckResult {
  const { host, parser, libraries, targets, zigVersion } = request;
  const known = libraries.map(({ name, root }) => ({ name, module: readZigModule({ root, read: host.read, parser }) }));
  const machines = targets.map(parseTarget).filter((target) => target !== undefined);
  const own = known.flatMap(({ module }) => [
    ...module.issues,
    ...checkModule(module, { zigVersion }),
    ...byValueBugs(module, { targets, zigVersion }),
    ...targetRules(
      module,
      machines.map((target) => createLayouts(module, target)),
    ),
  ]);
  const declarations = request.files
    .filter((file) => isHandWritten(host, file))
    .map((file) => readDeclarations({ file, read: host.read, parser: request.scripts }));
  const comparison = compareTables({ libraries: known, files: declarations, targets });
  const isSuppressed = createSuppressions((path) => host.read(path)?.text);
  const issues = [...own, ...comparison.issues].filter((issue) => !isSuppressed(issue));
  return {
    ...comparison,
    issues,
    modules: known.map(({ module }) => module),
    declarations,
    fix: (issue) => {
      const pair = comparison.pairs.find(({ table, library }) => concerns(issue, table, library.module));
      return pair === undefined
        ? null
        : fixOf({
            module: pair.library.module,
            table: pair.table,
            issue,
            textOf: (file) => host.read(file)?.text,
            othersOf: request.users ?? (() => request.files),
          });
    },
  };
}

function isHandWritten(host: Host, file: string): boolean {
  const text = host.read(file)?.text;
  return text !== undefined && isDeclaring(text);
}

/** Scripts below a folder that may declare native functions. */
export function discoverScripts(directory: string, host: Host): readonly string[] {
  return scriptsBelow(directory).filter((file) => isOfTheProject(relativePath(directory, file)) && isHandWritten(host, file));
}

/** All scripts below a folder but installed ones. */
export function scriptsBelow(directory: string): readonly string[] {
  const found = globSync([`**/*.{${scriptExtensions.join(",")}}`], { cwd: directory, absolute: true, ignore: [...ignoredFolders] });
  return found.map((file) => file.replaceAll("\\", "/")).sort();
}
