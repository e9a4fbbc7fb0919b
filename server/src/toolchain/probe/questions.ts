import type { Container, Export, FfiModule } from "../../model/decls.ts";
import { stemOf } from "../../model/path.ts";
import type { Type } from "../../model/types.ts";

/** One `comptime` block that is appended to the copy of a source file; the compiler answers each by itself. */
export interface Question {
  readonly file: string;
  readonly about:
    | { readonly kind: "container"; readonly id: string }
    | { readonly kind: "export"; readonly symbol: string }
    /** Finds containers that have no name, or none that static reading knows. A missing answer means nothing. */
    | { readonly kind: "closure" };
  /** A Zig statement; `%` stands for the block's number as a Zig string. */
  readonly statement: string;
}

export interface Questions {
  readonly list: readonly Question[];
  /** Containers that no path leads to on every target: the copies of these carry a mark with their index here. */
  readonly marked: readonly Container[];
}

export const probeModuleName = "zig_ffi_probe";

/** What to ask about a module so that every container and export is covered. */
export function questionsOf(module: FfiModule, textOf: (file: string) => string | undefined): Questions {
  const marked = markedContainers(module, textOf);
  const ids = new Set(marked.map((container) => container.id));
  const containers = [...module.containers.values()];
  const list = [
    ...containers.map((container): Question => (ids.has(container.id) ? guess(container) : named(container))),
    ...containers.flatMap((container) => fieldQuestions(container, ids)),
    ...module.exports.flatMap((item) => exportQuestions(item, ids)),
  ];
  return { list: unique(list), marked };
}

function probe(call: string): string {
  return `@import("${probeModuleName}").${call}`;
}

function named(container: Container): Question {
  return {
    file: container.span.file,
    about: { kind: "container", id: container.id },
    statement: `${probe(`report(%, ${containerPath(container)})`)};`,
  };
}

/** The path that leads to a marked container on some targets: `X` of `const X = switch (os) { .linux => extern struct {..}, .. }`. */
function guess(container: Container): Question {
  const parts = partsOf(container);
  const last = parts.pop() ?? "";
  const owner = parts.length === 0 ? "@This()" : pathText(parts);
  const path = pathText([...parts, last]);
  const inner = `if (@TypeOf(${path}) == type) ${probe(`walk(%, ${path})`)}`;
  return {
    file: container.span.file,
    about: { kind: "closure" },
    statement: `if (@hasDecl(${owner}, ${zigString(last)})) { ${inner}; }`,
  };
}

function fieldQuestions(container: Container, marked: ReadonlySet<string>): readonly Question[] {
  if ((container.kind !== "struct" && container.kind !== "union") || container.layout === "auto" || marked.has(container.id)) return [];
  return container.fields
    .filter((field) => needsClosure(field.type, marked))
    .map((field) => ({
      file: container.span.file,
      about: { kind: "closure" },
      statement: `${probe(`walk(%, @FieldType(${containerPath(container)}, ${zigString(field.name)}))`)};`,
    }));
}

function exportQuestions(item: Export, marked: ReadonlySet<string>): readonly Question[] {
  const file = item.span.file;
  const path = pathText([...(item.container ?? "").split(".").filter((part) => part !== ""), item.symbol]);
  const types = item.kind === "fn" ? [...item.params.map((param) => param.type), item.returns] : [item.type];
  const answer: Question = {
    file,
    about: { kind: "export", symbol: item.symbol },
    statement: `${probe(`signature(%, @TypeOf(${path}))`)};`,
  };
  if (!types.some((type) => needsClosure(type, marked))) return [answer];
  return [answer, { file, about: { kind: "closure" }, statement: `${probe(`walk(%, @TypeOf(${path}))`)};` }];
}

/** Whether a type may lead to containers that no question of their own is asked for. */
function needsClosure(type: Type, marked: ReadonlySet<string>): boolean {
  switch (type.kind) {
    case "unknown":
      return true;
    case "named":
      return marked.has(type.id);
    case "pointer":
      return needsClosure(type.pointee, marked);
    case "optional":
      return needsClosure(type.child, marked);
    case "array":
    case "vector":
      return needsClosure(type.element, marked);
    case "errorUnion":
      return needsClosure(type.payload, marked);
    case "fn":
      return needsClosure(type.returns, marked) || type.params.some((param) => needsClosure(param.type, marked));
    default:
      return false;
  }
}

/** Those that are written inline in a type or in a branch of an expression, and whatever is declared inside of them. */
function markedContainers(module: FfiModule, textOf: (file: string) => string | undefined): readonly Container[] {
  const plain = new Set<string>();
  return [...module.containers.values()].filter((container) => {
    const { file, start, end } = container.span;
    const isInline = textOf(file)?.slice(start, end).endsWith("}") === true;
    const dot = container.name.lastIndexOf(".");
    const isInside = dot === -1 || plain.has(`${file}#${container.name.slice(0, dot)}`);
    // Outer containers come first. Branches that nothing uses are not in the module, but what is declared in them is.
    if (!isInline && isInside) plain.add(container.id);
    return isInline || !isInside;
  });
}

function containerPath(container: Container): string {
  return container.id.endsWith("#") ? "@This()" : pathText(partsOf(container, true));
}

/** `Outer.Inner.2` is the second container that would be called `Outer.Inner`; as a path the number has no meaning. */
function partsOf(container: Container, keepNumbers = false): string[] {
  const parts = container.name.split(".");
  const isFileStruct = container.name === stemOf(container.span.file) && container.id.endsWith("#");
  if (isFileStruct) return [];
  return keepNumbers ? parts : parts.filter((part) => !/^\d+$/.test(part));
}

function pathText(parts: readonly string[]): string {
  return parts.map((part) => `@${zigString(part)}`).join(".");
}

function zigString(text: string): string {
  const escaped = text.replace(/["\\]/g, "\\$&").replace(/\p{Cc}/gu, (c) => `\\x${(c.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}`);
  return `"${escaped}"`;
}

/** Several branches of one expression are reached by the same path. */
function unique(list: readonly Question[]): readonly Question[] {
  const seen = new Set<string>();
  return list.filter((question) => {
    if (question.about.kind !== "closure") return true;
    const key = `${question.file}\n${question.statement}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
