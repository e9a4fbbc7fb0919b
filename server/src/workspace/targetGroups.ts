import type { FfiModule } from "../model/decls.ts";

/** A library with what the compiler said of it, by triple: modules with what it filled in for each target. */
export interface VerifiedLibrary {
  readonly name: string;
  readonly module: FfiModule;
  readonly refined: ReadonlyMap<string, FfiModule>;
}

/** Targets on which libraries read the same, and how: `modules` are in the order of the libraries. */
export interface TargetGroup {
  readonly triples: readonly string[];
  readonly modules: readonly FfiModule[];
}

/**
 * One group where the compiler filled in nothing, or the same for all targets. What it filled in for one target says nothing of another, not
 * even of one that it was not asked about.
 */
export function groupTargets(libraries: readonly Omit<VerifiedLibrary, "name">[], triples: readonly string[]): readonly TargetGroup[] {
  const groups = new Map<string, TargetGroup>();
  for (const triple of triples) {
    const modules = libraries.map(({ module, refined }) => refined.get(triple) ?? module);
    const key = libraries.every(({ refined }) => refined.size === 0) ? "" : modules.map(contentOf).join("\n");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { triples: [triple], modules });
    else groups.set(key, { triples: [...group.triples, triple], modules: group.modules.map((each, i) => withAnswers(each, modules[i])) });
  }
  return groups.size > 0 ? [...groups.values()] : [{ triples, modules: libraries.map(({ module }) => module) }];
}

function withAnswers(module: FfiModule, other: FfiModule | undefined): FfiModule {
  if (other?.answers === undefined) return module;
  return { ...module, zig: module.zig ?? other.zig, answers: new Map([...(module.answers ?? []), ...other.answers]) };
}

const contents = new WeakMap<FfiModule, string>();

function contentOf(module: FfiModule): string {
  const known = contents.get(module);
  if (known !== undefined) return known;
  const made = JSON.stringify([...module.containers.values(), ...module.exports], (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  contents.set(module, made);
  return made;
}
