import { targetRules } from "../check/targetRules.ts";
import { provenance } from "../emit/bindings.ts";
import type { Config, LibraryConfig } from "../model/config.ts";
import type { FfiModule } from "../model/decls.ts";
import { createLayouts } from "../layout/layouts.ts";
import type { Issue } from "../model/issue.ts";
import { parseTarget } from "../model/target.ts";
import type { BindingPlan } from "../plan/bindingPlan.ts";
import { movementTo, type Movement } from "../syntax/movement.ts";
import type { ZigFile } from "../syntax/outline.ts";
import { outlineOf, type OutlineCache } from "../syntax/program.ts";
import type { ZigParser } from "../syntax/grammar.ts";
import type { Host } from "./host.ts";
import { analyse, bindingsText, type Analysis } from "./library.ts";
import { movedAnalysis } from "./moveAnalysis.ts";
import { groupTargets } from "./targetGroups.ts";
import { verifiedNow, type Verification, type Verified } from "./verification.ts";

/** One library of an open project, with everything that is derived from its sources: computed when asked for, kept until a file changes. */
export interface ProjectLibrary {
  readonly config: Config;
  readonly library: LibraryConfig;
  /** A file that belongs to no library is read alone, for what can be said of its types. */
  readonly isLoose: boolean;
  readonly analysis: () => Analysis;
  /** The text that the bindings file should have. */
  readonly bindings: () => string;
  readonly bindingsState: () => BindingsState;
  /** Types whose layout differs between the configured targets. */
  readonly targetIssues: () => readonly Issue[];
  /** Keeps what the compiler said. */
  readonly setVerification: (verification: Verification) => void;
  /** Undefined where the compiler was never asked. */
  readonly verified: () => Verified | undefined;
  /** The module with what only the compiler knows filled in, as long as that is true and the same on all targets; else as the source says it. */
  readonly checkedModule: () => FfiModule;
  /** Tells that a file changed, appeared or went. True when something that was derived is no longer valid. */
  readonly touch: (path: string) => boolean;
}

/** Of the bindings file: as the source gives it, not so, not there, changed by hand, or not written by us. */
export type BindingsState = "fresh" | "stale" | "missing" | "edited" | "foreign";

export interface ProjectLibraryOptions {
  readonly config: Config;
  readonly library: LibraryConfig;
  readonly isLoose: boolean;
  readonly host: Host;
  readonly parser: ZigParser;
  readonly cache: OutlineCache;
  readonly version: string;
  /** Absolute artifact paths by `process.platform`. */
  readonly artifacts: Readonly<Record<string, string>>;
  /** Of the compiler that was found, once one was: its rules count then. */
  readonly zigVersion?: () => string | undefined;
}

export function createProjectLibrary(options: ProjectLibraryOptions): ProjectLibrary {
  const { config, library, isLoose, host } = options;
  let analysis: Analysis | undefined;
  let zigVersion: string | undefined;
  let former: Former | undefined;
  let latest: Former | undefined;
  let bindings: { readonly plan: BindingPlan; readonly text: string } | undefined;
  let judged: { readonly current: string; readonly wanted: string; readonly state: BindingsState } | undefined;
  const targetIssues = new WeakMap<FfiModule, readonly Issue[]>();
  let verification: Verification | undefined;
  let verified: { readonly of: Verification; readonly analysis: Analysis; readonly value: Verified } | undefined;
  let checked: { readonly of: Verified; readonly module: FfiModule } | undefined;
  const self: ProjectLibrary = {
    config,
    library,
    isLoose,
    analysis() {
      const version = options.zigVersion?.();
      if (version !== zigVersion) {
        zigVersion = version;
        analysis = former = latest = undefined;
      }
      if (analysis === undefined) {
        const [known, made] = firstMoved([former, latest], options) ?? [
          undefined,
          analyse(library, { ...options, targets: config.targets, zigVersion }),
        ];
        const now = { analysis: made, outlines: outlinesOf(made, options) };
        // While somebody types in one declaration, each outline is made from the one before the first keystroke.
        former = known ?? now;
        latest = now;
        analysis = made;
      }
      return analysis;
    },
    bindings() {
      const { plan } = self.analysis();
      if (bindings?.plan !== plan) bindings = { plan, text: bindingsText(library, plan, options) };
      return bindings.text;
    },
    bindingsState() {
      const current = host.read(library.out)?.text;
      if (current === undefined) return "missing";
      const wanted = self.bindings();
      if (judged?.current !== current || judged.wanted !== wanted) judged = { current, wanted, state: stateOf(current, wanted) };
      return judged.state;
    },
    targetIssues() {
      const { module, moved } = self.analysis();
      const known = targetIssues.get(module);
      if (known !== undefined) return known;
      const former = moved === undefined ? undefined : targetIssues.get(moved.from.deref() ?? module);
      const issues = moved === undefined || former === undefined ? issuesOfTargets(module, config) : former.map(moved.issue);
      targetIssues.set(module, issues);
      return issues;
    },
    setVerification(given) {
      verification = given;
    },
    verified() {
      if (verification === undefined) return undefined;
      const now = self.analysis();
      if (verified?.of !== verification || verified.analysis !== now)
        verified = { of: verification, analysis: now, value: verifiedNow(verification, now.module, (path) => host.read(path)?.text) };
      return verified.value;
    },
    checkedModule() {
      const now = self.verified();
      const { module } = self.analysis();
      if (now?.isCurrent !== true) return module;
      if (checked?.of !== now) checked = { of: now, module: sameOnAllTargets(module, now, config) ?? module };
      return checked.module;
    },
    touch(path) {
      if (analysis === undefined || !concerns(analysis, path)) return false;
      analysis = undefined;
      return true;
    },
  };
  return self;
}

function issuesOfTargets(module: FfiModule, { targets }: Config): readonly Issue[] {
  const machines = targets.map(parseTarget).filter((target) => target !== undefined);
  return [
    ...targetRules(
      module,
      machines.map((target) => createLayouts(module, target)),
    ),
  ];
}

/** Undefined where the compiler filled in different things for different targets, or was not asked about all of them. */
function sameOnAllTargets(module: FfiModule, verified: Verified, { targets }: Config): FfiModule | undefined {
  const refined = new Map([...verified.refined].map(([triple, each]) => [triple, each.module]));
  const [group, ...others] = groupTargets([{ module, refined }], targets);
  return others.length === 0 ? group?.modules[0] : undefined;
}

/** An analysis with the outlines that it was made from. */
interface Former {
  readonly analysis: Analysis;
  readonly outlines: ReadonlyMap<string, ZigFile>;
}

function outlinesOf({ module }: Analysis, { cache }: ProjectLibraryOptions): ReadonlyMap<string, ZigFile> {
  return new Map(
    module.files
      .flatMap((path) => [[path, cache.get(path)?.outline] as const])
      .flatMap(([path, file]) => (file === undefined ? [] : [[path, file]])),
  );
}

function firstMoved(formers: readonly (Former | undefined)[], options: ProjectLibraryOptions): readonly [Former, Analysis] | undefined {
  for (const former of formers) {
    const analysis = again(former, options);
    if (former !== undefined && analysis !== undefined) return [former, analysis];
  }
  return undefined;
}

/** The former analysis, moved, where nothing else happened to its files; typing in a function body is that. */
function again(former: Former | undefined, options: ProjectLibraryOptions): Analysis | undefined {
  if (former === undefined || hasMissingImport(former.analysis)) return undefined;
  const movements = new Map<string, Movement>();
  for (const path of former.analysis.module.files) {
    const text = options.host.read(path)?.text;
    const before = former.outlines.get(path);
    if (text === undefined || before === undefined) return undefined;
    const now = outlineOf(options, path, text);
    if (now === before) continue;
    const movement = movementTo(now);
    if (movement?.from.deref() !== before) return undefined;
    movements.set(path, movement);
  }
  return movedAnalysis(former.analysis, movements);
}

function stateOf(current: string, wanted: string): BindingsState {
  if (current === wanted) return "fresh";
  const from = provenance(current);
  return from === "generated" ? "stale" : from;
}

/** A file that could not be read may have appeared: which one is not known, so every Zig file may be it. */
function concerns(analysis: Analysis, path: string): boolean {
  return analysis.module.files.includes(path) || (path.endsWith(".zig") && hasMissingImport(analysis));
}

function hasMissingImport({ module }: Analysis): boolean {
  return module.issues.some((issue) => issue.code === "zig/missing-import");
}
