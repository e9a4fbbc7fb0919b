import { softenAgreed } from "../check/compare/agreement.ts";
import type { Found } from "../check/compare/findings.ts";
import { compareTables, type ComparisonRequest } from "../check/compare/tables.ts";
import type { KnownLibrary } from "../check/compare/pairing.ts";
import type { Fix } from "../check/edits/edit.ts";
import { concerns, fixOf } from "../check/edits/fixes.ts";
import { exportOf } from "../check/edits/places.ts";
import type { DeclarationFile, DeclarationTable, Mirror, NotUnderstood } from "../model/declarations.ts";
import type { FfiModule } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import type { ScriptParser } from "../syntax/bindings/scriptGrammar.ts";
import { withBuilds } from "./buildScript.ts";
import { withCallers } from "./declaringScripts.ts";
import { createDeclarationReader, type DeclarationReader } from "./declarationReader.ts";
import { boundFunctions } from "./generatedFile.ts";
import type { Host } from "./host.ts";
import type { ProjectLibrary } from "./projectLibrary.ts";

/** A table of hand-written declarations and the library that it is about. */
export interface DeclaredLibrary {
  readonly table: DeclarationTable;
  readonly project: ProjectLibrary;
}

/** All hand-written declarations of a project against its libraries, as both are now. */
export interface HandWritten {
  readonly pairs: readonly DeclaredLibrary[];
  /** Scripts that hold declarations about these libraries. */
  readonly scripts: ReadonlySet<string>;
  /** Issues that have a side in a file. Suppressed ones are left out. */
  readonly issuesIn: (path: string) => readonly Issue[];
  /** Files that have issues. */
  readonly files: readonly string[];
  /** Why parts of a script were not compared; only of scripts that hold declarations about these libraries. */
  readonly notUnderstood: readonly NotUnderstood[];
  /** Structs and enums of scripts that no declared function uses. */
  readonly mirrors: readonly Mirror[];
  /** Issues of a library's own, with what the scripts' declarations make of them. */
  readonly judged: (issues: readonly Issue[]) => readonly Issue[];
  /** How an issue is put right in the script; null where only its author can. */
  readonly fix: (issue: Issue) => Fix | null;
}

export interface HandWrittenOptions {
  readonly host: Host;
  /** Undefined while it is not loaded: then nothing is compared. */
  readonly parser: () => ScriptParser | undefined;
  /** Scripts that may declare something. */
  readonly candidates: () => Iterable<string>;
  /** Scripts of the project that import another one. */
  readonly importersOf: (path: string) => readonly string[];
  readonly libraries: () => readonly ProjectLibrary[];
  readonly isSuppressed: (issue: Issue) => boolean;
  /** Scripts that import a file, and those that import them. */
  readonly usersOf: (file: string) => Iterable<string>;
}

/** Compares when asked for, and then only what changed since: see `touch`. */
export interface HandWrittenChecker {
  readonly current: () => HandWritten;
  /** Tells that a file changed, appeared or went. */
  readonly touch: (path: string) => void;
  /** Tells that the libraries or the scripts are others. */
  readonly invalidate: () => void;
}

const nothing: HandWritten = {
  pairs: [],
  scripts: new Set(),
  issuesIn: () => [],
  files: [],
  notUnderstood: [],
  mirrors: [],
  judged: (issues) => issues,
  fix: () => null,
};

export function createHandWritten(options: HandWrittenOptions): HandWrittenChecker {
  const { host } = options;
  let reader: DeclarationReader | undefined;
  let state: HandWritten | undefined;
  const keep = keptResults(options.libraries);
  return {
    current() {
      if (state !== undefined) return state;
      const parser = options.parser();
      const paths = new Set(listed(options.candidates(), options.libraries()));
      if (parser === undefined || paths.size === 0) return (state = nothing);
      reader ??= createDeclarationReader(host, parser);
      const files = withCallers([...paths].sort(), reader.read, options.importersOf);
      reader.keep(new Set(files.map(({ file }) => file)));
      const declaring = files.filter(({ tables, mirrors }) => tables.length + mirrors.length > 0);
      state = declaring.length === 0 ? nothing : compare(options, declaring, keep);
      return state;
    },
    touch(path) {
      reader?.touch(path);
      state = undefined;
    },
    invalidate() {
      state = undefined;
    },
  };
}

/** Where a configuration says which scripts declare its libraries, only these count below its folder. */
function listed(candidates: Iterable<string>, libraries: readonly ProjectLibrary[]): readonly string[] {
  const configured = libraries.filter(({ library }) => library.bindings.length > 0);
  const named = configured.flatMap(({ library }) => library.bindings);
  const isLeftToUs = (path: string): boolean => !configured.some(({ config }) => path.startsWith(`${config.directory}/`));
  return [...[...candidates].filter(isLeftToUs), ...named];
}

function compare(options: HandWrittenOptions, files: readonly DeclarationFile[], keep: ComparisonRequest["keep"]): HandWritten {
  const { host } = options;
  const projects = new Map<FfiModule, ProjectLibrary>();
  const libraries = options.libraries().map((project): KnownLibrary => {
    const module = project.checkedModule();
    projects.set(module, project);
    return { name: project.library.name, module, targets: project.config.targets };
  });
  const comparison = compareTables({ libraries: withBuilds(libraries, host.read), files, targets: [], keep });
  const pairs = comparison.pairs.flatMap(({ table, library }): readonly DeclaredLibrary[] => {
    const project = projects.get(library.module);
    return project === undefined ? [] : [{ table, project }];
  });
  const generated = new Map(pairs.map(({ project }) => [project, generatedSymbols(host, project)]));
  const issues = comparison.issues.filter((issue) => !isGenerated(issue, generated) && !options.isSuppressed(issue));
  const byFile = issuesByFile(issues);
  let agreed: ReadonlySet<string> | undefined;
  const scripts = new Set(pairs.flatMap(({ table }) => scriptsOf(table)));
  return {
    pairs,
    scripts,
    issuesIn: (path) => byFile.get(path) ?? [],
    files: [...byFile.keys()],
    notUnderstood: comparison.notUnderstood.filter(({ span }) => scripts.has(span.file)),
    mirrors: files.flatMap((file) => file.mirrors),
    judged: (own) => (own.length === 0 ? own : softenAgreed(own, () => (agreed ??= comparison.agreed()))),
    fix: keptFixes((issue) => {
      const about = pairs.filter(({ table, project }) => concerns(issue, table, project.checkedModule()));
      const exporting = about.find(({ project }) => exportOf(project.checkedModule(), issue.symbol) !== undefined);
      const pair = exporting ?? about[0];
      if (pair === undefined) return null;
      const textOf = (file: string): string | undefined => host.read(file)?.text;
      return fixOf({ module: pair.project.checkedModule(), table: pair.table, issue, textOf, othersOf: options.usersOf });
    }),
  };
}

/** A correction follows from what is compared, but for what other scripts may use: that is looked up each time. */
function keptFixes(fix: HandWritten["fix"]): HandWritten["fix"] {
  const fixes = new WeakMap<Issue, { readonly fix: Fix | null }>();
  return (issue) => {
    if (issue.code === "abi/missing-symbol") return fix(issue);
    const known = fixes.get(issue) ?? { fix: fix(issue) };
    fixes.set(issue, known);
    return known.fix;
  };
}

/** Files in which a table or one of its declarations stands. */
export function scriptsOf({ span, declarations }: DeclarationTable): readonly string[] {
  return [...new Set([span.file, ...declarations.map((declaration) => declaration.span.file)])];
}

function generatedSymbols(host: Host, { library }: ProjectLibrary): ReadonlySet<string> {
  const text = host.read(library.out)?.text;
  return new Set(text === undefined ? [] : boundFunctions(text).keys());
}

/** An export that generated bindings have is not one that nobody declares. */
function isGenerated({ code, symbol, zig }: Issue, generated: ReadonlyMap<ProjectLibrary, ReadonlySet<string>>): boolean {
  if (code !== "abi/unbound-export" || symbol === undefined) return false;
  return [...generated].some(
    ([project, symbols]) => symbols.has(symbol) && zig !== undefined && project.analysis().module.files.includes(zig.span.file),
  );
}

function issuesByFile(issues: readonly Issue[]): ReadonlyMap<string, readonly Issue[]> {
  const byFile = new Map<string, Issue[]>();
  for (const issue of issues) {
    for (const file of new Set([issue.zig?.span.file, issue.ts?.span.file])) {
      if (file === undefined) continue;
      const known = byFile.get(file) ?? [];
      byFile.set(file, known);
      known.push(issue);
    }
  }
  return byFile;
}

/** What was found for one library's module, by table or mirror. */
interface Results {
  readonly found: WeakMap<object, Found | null>;
  /** What had been found before everything in the module moved. */
  readonly former: { readonly found: WeakMap<object, Found | null>; readonly issue: (issue: Issue) => Issue } | null;
}

/** Results are kept while neither side changes; where the Zig side only moved, they move with it. */
function keptResults(libraries: () => readonly ProjectLibrary[]): NonNullable<ComparisonRequest["keep"]> {
  const byModule = new WeakMap<FfiModule, Results>();
  const resultsOf = ({ module }: KnownLibrary): Results => {
    const known = byModule.get(module);
    if (known !== undefined) return known;
    const moved = libraries()
      .map((project) => project.analysis())
      .find((analysis) => analysis.module === module)?.moved;
    const from = moved?.from.deref();
    const before = from === undefined ? undefined : byModule.get(from);
    const former = moved === undefined || before === undefined ? null : { found: before.found, issue: moved.issue };
    const made: Results = { found: new WeakMap(), former };
    byModule.set(module, made);
    return made;
  };
  return (about, library, compute) => {
    const { found, former } = resultsOf(library);
    const known = found.get(about);
    if (known !== undefined) return known;
    const earlier = former?.found.get(about);
    const result = former === null || earlier === undefined ? compute() : moved(earlier, former.issue);
    found.set(about, result);
    return result;
  };
}

function moved(found: Found | null, issue: (issue: Issue) => Issue): Found | null {
  return found === null ? null : { ...found, issues: found.issues.map(issue) };
}
