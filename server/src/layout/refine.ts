import type { Container, FfiModule } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import { known, unknown, type Known } from "../model/known.ts";
import type { CompilerAnswer, CompilerContainer, CompilerExtent } from "../model/probe.ts";
import type { Target } from "../model/target.ts";
import { differences, hasSameShape } from "./disagreements.ts";
import { createLayouts, type ContainerLayouts, type FieldLayout, type Layouts } from "./layouts.ts";
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
    const found = answer.containers.get(container.id);
    if (found === undefined) return unanswered(container, computed, answer);
    const { extent } = found;
    if (extent === null) return computed.kind === "unknown" ? computed : unknown(`${container.name} has no layout, the compiler says`);
    // What only the compiler sees lacks the alignment of its fields, so that our own rules have no say.
    if (computed.kind === "known" && module.containers.has(container.id)) {
      const texts = differences(computed.value, found, extent);
      // A layout that follows from types that the compiler had to fill in is not our own.
      const isOwn = own.container(container.id).kind === "known";
      provenances.set(container.id, texts.length === 0 && isOwn ? "static" : "compiler");
      if (texts.length === 0) return computed;
      issues.push(disagreement(container, texts, answer));
    }
    provenances.set(container.id, "compiler");
    return known(layoutOf(found, extent, container));
  };
  const refined = refineModule(module, answer);
  const layouts = createLayouts(refined, target, { rules, override });
  for (const id of refined.containers.keys()) layouts.container(id);
  issues.push(...enumIssues(module, answer));
  return { module: refined, layouts, provenance: (id) => provenances.get(id), issues };
}

function unanswered(container: Container, computed: Known<ContainerLayouts>, answer: CompilerAnswer): Known<ContainerLayouts> {
  if (computed.kind === "unknown") return computed;
  const reason = answer.refused.get(container.id) ?? `the compiler gives no answer for ${answer.target}`;
  return unknown(`${container.name}: ${reason}`);
}

function layoutOf(found: CompilerContainer, extent: CompilerExtent, container: Container): ContainerLayouts {
  const declared = container.kind === "struct" || container.kind === "union" ? container.fields : [];
  const types = new Map(declared.map((field) => [field.name, field.type]));
  const fields = found.fields.map((field): FieldLayout => ({ ...field, type: types.get(field.name) ?? field.type }));
  return { id: found.id, ...extent, fields };
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
