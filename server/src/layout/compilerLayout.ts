import type { Container } from "../model/decls.ts";
import { known, unknown, type Known } from "../model/known.ts";
import type { CompilerAnswer, CompilerContainer, CompilerExtent } from "../model/compilerAnswer.ts";
import { differences } from "./disagreements.ts";
import type { PlacedContainer } from "./containers.ts";

/** The compiler's layout of a container: ours where it says the same, and unknown where it has no answer. */
export function compilerLayout(answer: CompilerAnswer, container: Container, computed: Known<PlacedContainer>): Known<PlacedContainer> {
  const found = answer.containers.get(container.id);
  if (found === undefined) return unanswered(container, computed, answer);
  const { extent } = found;
  if (extent === null) return computed.kind === "unknown" ? computed : unknown(`${container.name} has no layout, the compiler says`);
  // What only the compiler sees lacks the alignment of its fields, so that our own rules have no say.
  if (computed.kind === "known" && !isCompilerOnly(container.id) && differences(computed.value, found, extent).length === 0)
    return computed;
  return known(layoutOf(found, extent, container));
}

/** A container that has no place in the sources. */
export function isCompilerOnly(id: string): boolean {
  return id.startsWith("compiler#");
}

function unanswered(container: Container, computed: Known<PlacedContainer>, answer: CompilerAnswer): Known<PlacedContainer> {
  if (computed.kind === "unknown") return computed;
  const reason = answer.refused.get(container.id) ?? `the compiler gives no answer for ${answer.target}`;
  return unknown(`${container.name}: ${reason}`);
}

function layoutOf(found: CompilerContainer, extent: CompilerExtent, container: Container): PlacedContainer {
  const declared = container.kind === "struct" || container.kind === "union" ? container.fields : [];
  const types = new Map(declared.map((field) => [field.name, field.type]));
  const fields = found.fields.map((field) => ({ ...field, type: types.get(field.name) ?? field.type }));
  return { id: found.id, ...extent, fields };
}
