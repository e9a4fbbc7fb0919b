import type { Container, EnumValue, Export, Field, FunctionExport } from "../model/decls.ts";
import type { Span } from "../model/span.ts";
import type { Type } from "../model/types.ts";
import type { ContainerOutline, FunctionOutline, Member, Range, VariableOutline, ZigFile } from "../syntax/outline.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import type { Place, Snapshot } from "./snapshot.ts";

/** What the text under a place means to the boundary. Function bodies mean nothing: other tools know them. */
export type ZigSymbol =
  | { readonly kind: "export"; readonly project: ProjectLibrary; readonly item: Export; readonly range: Range }
  | {
      readonly kind: "param";
      readonly project: ProjectLibrary;
      readonly item: FunctionExport;
      readonly index: number;
      readonly range: Range;
    }
  | { readonly kind: "container"; readonly project: ProjectLibrary; readonly container: Container; readonly range: Range }
  | {
      readonly kind: "field";
      readonly project: ProjectLibrary;
      readonly container: Container;
      readonly field: Field;
      readonly range: Range;
    }
  | {
      readonly kind: "value";
      readonly project: ProjectLibrary;
      readonly container: Container;
      readonly value: EnumValue;
      readonly range: Range;
    };

export function zigSymbolAt(snapshot: Snapshot, place: Place): ZigSymbol | null {
  const file = snapshot.outline(place.path);
  const range = file === undefined ? null : wordAt(file.text, place.offset);
  if (file === undefined || range === null) return null;
  for (const project of snapshot.librariesOf(place.path)) {
    const found = declaredHere(project, { file, range }) ?? namedHere(project, { file, range });
    if (found !== null) return found;
  }
  return null;
}

/** The word under an offset, or the one that ends there. `@"quoted names"` count. */
export function wordAt(text: string, offset: number): Range | null {
  let start = offset;
  let end = offset;
  while (start > 0 && /[\w$]/.test(text.charAt(start - 1))) start--;
  while (end < text.length && /[\w$]/.test(text.charAt(end))) end++;
  return start === end ? null : { start, end };
}

interface Word {
  readonly file: ZigFile;
  readonly range: Range;
}

function declaredHere(project: ProjectLibrary, { file, range }: Word): ZigSymbol | null {
  const { module } = project.analysis();
  const isHere = ({ span }: { readonly span: Span }): boolean =>
    span.file === file.path && span.start <= range.start && range.end <= span.end;
  const item = module.exports.find(isHere);
  if (item !== undefined) return { kind: "export", project, item, range };
  for (const container of module.containers.values()) {
    if (container.span.file !== file.path) continue;
    // An inline container's span is all of it; its fields lie inside.
    const field = container.kind === "struct" || container.kind === "union" ? container.fields.find(isHere) : undefined;
    if (field !== undefined) return { kind: "field", project, container, field, range };
    const value = container.kind === "enum" ? container.values.find(isHere) : undefined;
    if (value !== undefined) return { kind: "value", project, container, value, range };
    if (isHere(container) && container.span.end - container.span.start === range.end - range.start)
      return { kind: "container", project, container, range };
  }
  return null;
}

/** A parameter's name, or a type's name in a signature or a field. */
function namedHere(project: ProjectLibrary, { file, range }: Word): ZigSymbol | null {
  const word = file.text.slice(range.start, range.end);
  const around = exportAround(project, file, range);
  if (around !== null) {
    const { item } = around;
    const index = item.params.findIndex((param) => param.name === word && isParamName(file.text, range, param.span.start));
    if (index >= 0) return { kind: "param", project, item, index, range };
    const container = namedContainer(project, [...item.params.map((param) => param.type), item.returns], word);
    if (container !== undefined) return { kind: "container", project, container, range };
  }
  return fieldTypeAt(project, { file, range });
}

function fieldTypeAt(project: ProjectLibrary, { file, range }: Word): ZigSymbol | null {
  const word = file.text.slice(range.start, range.end);
  for (const container of project.analysis().module.containers.values()) {
    if (container.span.file !== file.path || (container.kind !== "struct" && container.kind !== "union")) continue;
    for (const field of container.fields) {
      if (range.start < field.span.end || !/^\s*:[^,;{}=]*$/.test(file.text.slice(field.span.end, range.end))) continue;
      const named = namedContainer(project, [field.type], word);
      if (named !== undefined) return { kind: "container", project, container: named, range };
    }
  }
  return null;
}

function isParamName(text: string, range: Range, typeStart: number): boolean {
  return /^\s*:\s*$/.test(text.slice(range.end, typeStart));
}

function namedContainer({ analysis }: ProjectLibrary, types: readonly Type[], word: string): Container | undefined {
  const { module } = analysis();
  return types
    .flatMap(idsIn)
    .map((id) => module.containers.get(id))
    .find((container) => container?.name.split(".").at(-1) === word);
}

function idsIn(type: Type): readonly string[] {
  switch (type.kind) {
    case "named":
      return [type.id];
    case "pointer":
      return idsIn(type.pointee);
    case "optional":
      return idsIn(type.child);
    case "array":
    case "vector":
      return idsIn(type.element);
    case "errorUnion":
      return idsIn(type.payload);
    case "fn":
      return [...type.params.flatMap((param) => idsIn(param.type)), ...idsIn(type.returns)];
    default:
      return [];
  }
}

/** Where a function's signature ends: before its body or its semicolon. */
export function signatureEnd({ text }: ZigFile, fn: FunctionOutline): number {
  const from = fn.returns?.end ?? fn.params.at(-1)?.type.end ?? fn.nameRange.end;
  const rest = /[{;]/.exec(text.slice(from, fn.end));
  return rest === null ? fn.end : from + rest.index;
}

/** The function whose name starts at an offset, at any depth. */
export function functionAt(file: ZigFile, nameStart: number): FunctionOutline | undefined {
  const member = declarationsByName(file).get(nameStart);
  return member?.kind === "fn" ? member : undefined;
}

/** The function in whose signature, doc comment not included, a selection lies. */
export function functionAround(file: ZigFile, { start, end }: Range): FunctionOutline | undefined {
  for (const member of declarationsByName(file).values()) {
    if (member.kind === "fn" && member.start <= start && end <= member.end && end <= signatureEnd(file, member)) return member;
  }
  return undefined;
}

/** The export in whose signature a selection lies. */
export function exportAround(
  project: ProjectLibrary,
  file: ZigFile,
  range: Range,
): { readonly item: FunctionExport; readonly fn: FunctionOutline } | null {
  const fn = functionAround(file, range);
  if (fn === undefined) return null;
  const item = project.analysis().module.exports.find(({ span }) => span.file === file.path && span.start === fn.nameRange.start);
  return item?.kind === "fn" ? { item, fn } : null;
}

/** Functions and variables by where their names start. Of one outline the answer is kept. */
function declarationsByName(file: ZigFile): ReadonlyMap<number, FunctionOutline | VariableOutline> {
  const known = byName.get(file);
  if (known !== undefined) return known;
  const made = new Map<number, FunctionOutline | VariableOutline>();
  for (const member of membersOf(file)) if (member.kind === "fn" || member.kind === "variable") made.set(member.nameRange.start, member);
  byName.set(file, made);
  return made;
}

const byName = new WeakMap<ZigFile, ReadonlyMap<number, FunctionOutline | VariableOutline>>();

/** All declarations of a file outside function bodies, at any depth, outer ones first. */
export function* membersOf(file: ZigFile): Generator<Member> {
  yield* membersIn(file.root);
}

function* membersIn(container: ContainerOutline): Generator<Member> {
  for (const member of container.members) {
    yield member;
    if (member.kind === "variable" || member.kind === "field") {
      for (const inner of member.type?.containers ?? []) yield* membersIn(inner);
      if (member.kind === "variable") for (const inner of member.value?.containers ?? []) yield* membersIn(inner);
    }
  }
}

/** The constant that declares a container, with the container's own outline. */
export function containerOutlineAt(
  file: ZigFile,
  nameStart: number,
): { readonly variable: VariableOutline; readonly outline: ContainerOutline } | undefined {
  const member = declarationsByName(file).get(nameStart);
  const outline = member?.kind === "variable" ? member.value?.containers[0] : undefined;
  return member?.kind !== "variable" || outline === undefined ? undefined : { variable: member, outline };
}
