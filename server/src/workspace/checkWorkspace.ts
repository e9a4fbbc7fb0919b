import { globSync } from "tinyglobby";
import { byValueBugs } from "../check/byValueBugs.ts";
import { compareTables, type Comparison } from "../check/compare/tables.ts";
import { declarationOf, fixOf, type Fix } from "../check/fixes.ts";
import { checkModule } from "../check/rules.ts";
import { targetRules } from "../check/targetRules.ts";
import { provenance } from "../emit/bindings.ts";
import { createLayouts } from "../layout/layouts.ts";
import { parseTarget } from "../model/target.ts";
import type { LibraryConfig } from "../model/config.ts";
import type { DeclarationFile, DeclarationTable } from "../model/declarations.ts";
import type { FfiModule } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import { mentionsDeclarations } from "../syntax/bindings/mentions.ts";
import { readDeclarations } from "../syntax/bindings/readDeclarations.ts";
import type { ScriptParser } from "../syntax/bindings/scriptGrammar.ts";
import type { ZigParser } from "../syntax/grammar.ts";
import { readZigModule } from "../syntax/zigModule.ts";
import type { Host } from "./host.ts";

export interface CheckRequest {
  readonly host: Host;
  readonly parser: ZigParser;
  readonly scripts: ScriptParser;
  readonly libraries: readonly LibraryConfig[];
  /** Script files, absolute, with `/`. */
  readonly files: readonly string[];
  readonly targets: readonly string[];
  readonly zigVersion?: string | undefined;
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
  const issues = [...own, ...comparison.issues].filter((issue) => !isSuppressed(host, issue));
  return {
    ...comparison,
    issues,
    modules: known.map(({ module }) => module),
    declarations,
    fix: (issue) => {
      const pair = comparison.pairs.find(({ table, library }) => concerns(issue, table, library.module));
      return pair === undefined
        ? null
        : fixOf({ module: pair.library.module, table: pair.table, issue, textOf: (file) => host.read(file)?.text });
    },
  };
}

function concerns(issue: Issue, table: DeclarationTable, module: FfiModule): boolean {
  if (issue.code !== "abi/unbound-export") return declarationOf(table, issue) !== undefined;
  const isThere = issue.ts?.span.file === table.span.file && issue.ts.span.start === table.span.start;
  return isThere && module.exports.some(({ symbol }) => symbol === issue.symbol);
}

/** What we generated is checked as a whole, by its text. */
function isHandWritten(host: Host, file: string): boolean {
  const text = host.read(file)?.text;
  return text !== undefined && mentionsDeclarations(text) && provenance(text) === "foreign";
}

/** Scripts below a folder that may declare native functions. */
export function discoverScripts(directory: string, host: Host): readonly string[] {
  const ignore = ["node_modules", ".git", ".zig-cache", "zig-cache", "zig-out", "dist", "build", "out", "coverage"].map(
    (name) => `**/${name}/**`,
  );
  const found = globSync(["**/*.{ts,mts,cts,tsx,js,mjs,cjs,jsx}"], {
    cwd: directory,
    absolute: true,
    ignore: [...ignore, "**/*.d.ts", "**/*.min.js"],
  });
  return found
    .map((file) => file.replaceAll("\\", "/"))
    .sort()
    .filter((file) => isHandWritten(host, file));
}

const suppression = /zig-ffi-ignore\s+(?<codes>[\w/-]+(?:\s*,\s*[\w/-]+)*)\s*:\s*\S/;

/** `// zig-ffi-ignore abi/param-type: why` on the line or the one above, on either side. Without a reason it does not count. */
function isSuppressed(host: Host, issue: Issue): boolean {
  return [issue.ts, issue.zig].some((site) => {
    if (site === undefined) return false;
    const lines = host.read(site.span.file)?.text.split("\n") ?? [];
    return [lines[site.span.line - 1], lines[site.span.line - 2]].some((line) =>
      suppression
        .exec(line ?? "")
        ?.groups?.["codes"]?.split(",")
        .some((code) => code.trim() === issue.code),
    );
  });
}
