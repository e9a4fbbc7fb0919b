import { byValueBugs } from "../check/byValueBugs.ts";
import { checkModule } from "../check/rules.ts";
import { emitBindings } from "../emit/bindings.ts";
import type { LibraryConfig } from "../model/config.ts";
import type { FfiModule } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import { directoryOf, relativePath } from "../model/path.ts";
import type { BindingPlan } from "../plan/bindingPlan.ts";
import { createPlan } from "../plan/plan.ts";
import type { ZigParser } from "../syntax/grammar.ts";
import type { OutlineCache } from "../syntax/program.ts";
import { readZigModule } from "../syntax/zigModule.ts";
import type { Host } from "./host.ts";

export interface Analysis {
  readonly module: FfiModule;
  readonly plan: BindingPlan;
  /** Of the source, of the C ABI and of the plan; a symbol that a check refuses is not reported by the plan again. */
  readonly issues: readonly Issue[];
  /** Set where declarations only moved since an earlier analysis: of what module it was, and where its issues are now. */
  readonly moved?: { readonly from: WeakRef<FfiModule>; readonly issue: (issue: Issue) => Issue };
}

export interface AnalyseOptions {
  readonly host: Host;
  readonly parser: ZigParser;
  readonly targets: readonly string[];
  /** Of the compiler that will build the library, where it is known. */
  readonly zigVersion?: string | undefined;
  readonly cache?: OutlineCache | undefined;
}

/** Source to plan for one library. */
export function analyse(library: Pick<LibraryConfig, "name" | "root">, options: AnalyseOptions): Analysis {
  const { host, parser, targets, zigVersion, cache } = options;
  const module = readZigModule({ root: library.root, read: host.read, parser, ...(cache === undefined ? {} : { cache }) });
  const checks = checkModule(module, { zigVersion });
  const { plan, issues } = createPlan(module, { library: library.name, targets });
  const compilerBugs = byValueBugs(module, { targets, zigVersion });
  const refused = new Set(checks.map((issue) => issue.symbol).filter((symbol) => symbol !== undefined));
  const planned = issues.filter((issue) => issue.symbol === undefined || !refused.has(issue.symbol) || issue.code === "zig/bad-hint");
  return { module, plan, issues: [...module.issues, ...checks, ...compilerBugs, ...planned].sort(bySource(module)) };
}

/** In the order of the files and of the places in them. */
function bySource({ files }: FfiModule): (a: Issue, b: Issue) => number {
  const place = ({ zig }: Issue): number => (zig === undefined ? -1 : files.indexOf(zig.span.file));
  return (a, b) => place(a) - place(b) || (a.zig?.span.start ?? 0) - (b.zig?.span.start ?? 0);
}

export interface BindingsOptions {
  readonly version: string;
  /** Absolute artifact paths by `process.platform`. */
  readonly artifacts: Readonly<Record<string, string>>;
}

/** The text of a library's bindings file. */
export function bindingsText(library: LibraryConfig, plan: BindingPlan, { version, artifacts }: BindingsOptions): string {
  const directory = directoryOf(library.out);
  const shown = (path: string): string => relativePath(directory, path);
  return emitBindings(plan, {
    source: shown(library.root),
    version,
    artifacts: Object.fromEntries(Object.entries(artifacts).map(([platform, path]) => [platform, shown(path)])),
  });
}
