import type { Container, FfiModule } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import type { Known } from "../model/known.ts";
import type { CompilerAnswer } from "../model/compilerAnswer.ts";
import type { Target } from "../model/target.ts";
import { compilerLayout, isCompilerOnly } from "./compilerLayout.ts";
import { differences, hasSameShape } from "./disagreements.ts";
import { createLayouts, type ContainerLayouts, type Layouts } from "./layouts.ts";
import { refineModule } from "./refineModule.ts";
import { zigRulesOf } from "./zigRules.ts";

/** Where a layout comes from: our own rules, confirmed by the compiler, or the compiler alone. */
export type Provenance = "static" | "compiler";

export interface Refined {
  /** With what only the compiler knows filled in. */
  readonly module: FfiModule;
  /** Of the refined module: every number in it is the compiler's. */
  readonly layouts: Layouts;
  /** Undefined for a container whose layout stays unknown. */
  readonly provenance: (id: string) => Provenance | undefined;
  /** `internal/layout-disagrees`: a fault of our own rules, the compiler's answer is used. */
  readonly issues: readonly Issue[];
}

/**
 * Merges the compiler's answer about a module into its layouts on the answer's target: what was unknown is filled in, where both know
 * something else the compiler wins and an issue says so, and what the compiler has no answer for becomes unknown.
 */
export function refine(module: FfiModule, answer: CompilerAnswer, target: Target): Refined {
  const rules = zigRulesOf(answer.zig);
  const own = createLayouts(module, target, { rules });
  const issues: Issue[] = [];
  const provenances = new Map<string, Provenance>();
  const override = (container: Container, computed: Known<ContainerLayouts>): Known<ContainerLayouts> => {
    const { id } = container;
    const layout = compilerLayout(answer, container, computed);
    const { extent } = answer.containers.get(id) ?? {};
    if (layout.kind === "unknown" || extent === undefined || extent === null) return layout;
    const texts = isCompilerOnly(id) ? [] : disagreements(computed, answer, container);
    if (texts.length > 0) issues.push(disagreement(container, texts, answer));
    // A layout that follows from types that the compiler had to fill in is not our own.
    const isOwn = layout === computed && own.container(id).kind === "known" && hasOwnValues(module, answer, id);
    provenances.set(id, isOwn ? "static" : "compiler");
    return layout;
  };
  const refined = { ...refineModule(module, answer), zig: answer.zig, answers: new Map([[target.triple, answer]]) };
  const layouts = createLayouts(refined, target, { rules, override });
  for (const id of refined.containers.keys()) layouts.container(id);
  issues.push(...enumIssues(module, answer));
  return { module: refined, layouts, provenance: (id) => provenances.get(id), issues };
}

function disagreements(computed: Known<ContainerLayouts>, answer: CompilerAnswer, { id }: Container): readonly string[] {
  const found = answer.containers.get(id);
  if (computed.kind === "unknown" || found === undefined || found.extent === null) return [];
  return differences(computed.value, found, found.extent);
}

/** Whether we read every value of an enum as the compiler does; true for everything else. */
function hasOwnValues(module: FfiModule, answer: CompilerAnswer, id: string): boolean {
  const container = module.containers.get(id);
  if (container?.kind !== "enum") return true;
  const values = new Map(answer.containers.get(id)?.values.map(({ name, value }) => [name, value]));
  return container.values.every(({ name, value }) => value !== null && value === (values.get(name) ?? value));
}

function disagreement(container: Container, texts: readonly string[], answer: CompilerAnswer): Issue {
  return {
    code: "internal/layout-disagrees",
    severity: "warning",
    message:
      `${container.name} on ${answer.target}: ${texts.join("; ")}. The answer of the compiler (Zig ${answer.zig}) is used. ` +
      "This is a fault of zig-ffi: please report it with the type's source.",
    zig: { span: container.span, text: container.name },
    targets: [answer.target],
  };
}

function* enumIssues(module: FfiModule, answer: CompilerAnswer): Generator<Issue> {
  for (const container of module.containers.values()) {
    const found = answer.containers.get(container.id);
    if (container.kind !== "enum" || found === undefined) continue;
    const values = new Map(found.values.map(({ name, value }) => [name, value]));
    const texts = container.values.flatMap(({ name, value }) => {
      const actual = values.get(name);
      return value === null || actual === undefined || value === actual
        ? []
        : [`${name} is ${value} by our rules and ${actual} by the compiler`];
    });
    if (container.tag !== null && found.tag !== null && !hasSameShape(container.tag, found.tag))
      texts.push("the tag type differs from the compiler's");
    if (texts.length > 0) yield disagreement(container, texts, answer);
  }
}
