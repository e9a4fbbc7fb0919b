import type { Container, FfiModule } from "../../model/decls.ts";
import type { CompilerAnswer, CompilerContainer, CompilerExport, CompilerField } from "../../model/compilerAnswer.ts";
import { relativePath } from "../../model/path.ts";
import { asArray, asNumber, asRecord, asText, recordsIn, type JsonRecord } from "./json.ts";
import type { RawAnswer } from "./output.ts";
import type { Questions } from "./questions.ts";
import { decodeType, type NameTable } from "./decodeType.ts";

export interface DecodeContext {
  readonly module: FfiModule;
  readonly questions: Questions;
  readonly target: string;
  readonly zig: string;
}

/** The compiler's records in the terms of our model. Records that make no sense are passed over: what they were about has no answer then. */
export function decodeAnswer(raw: RawAnswer, context: DecodeContext): CompilerAnswer {
  const records = recordsIn(raw.records);
  const described = describedContainers(records, context);
  const ids = new Map(described.map(({ name, id }) => [name, id]));
  const names: NameTable = (name, mark) => markedId(context, mark) ?? ids.get(name);
  const containers = new Map(described.flatMap((item) => decodeContainer(item, names) ?? []).map((item) => [item.id, item]));
  const exports = new Map(records.flatMap((record) => decodeExport(record, context, names) ?? []).map((item) => [item.symbol, item]));
  const base = { target: context.target, zig: context.zig, containers, exports };
  return { ...base, refused: refusals(raw, context, base) };
}

interface Described {
  readonly id: string;
  /** The compiler's. */
  readonly name: string;
  readonly data: JsonRecord;
}

/** Every container that is described anywhere, once. */
function describedContainers(records: readonly JsonRecord[], context: DecodeContext): readonly Described[] {
  const found = new Map<string, Described>();
  const add = (name: string, data: JsonRecord, known: string | undefined): void => {
    const id = markedId(context, asNumber(data["m"])) ?? known;
    if (id !== undefined || !found.has(name)) found.set(name, { id: id ?? `compiler#${name}`, name, data });
  };
  const walks = records.flatMap((record) => recordsIn(asArray(record["w"])));
  for (const item of walks) {
    const data = asRecord(item["d"]);
    const name = asText(item["n"]);
    if (data !== undefined && name !== undefined) add(name, data, undefined);
  }
  // Questions about one container come last: they know its id.
  for (const record of records) {
    const data = asRecord(record["d"]);
    const name = asText(record["n"]);
    const about = context.questions.list[asNumber(record["b"]) ?? -1]?.about;
    if (data !== undefined && name !== undefined && about?.kind === "container") add(name, data, about.id);
  }
  return [...found.values()];
}

function markedId({ questions }: DecodeContext, mark: number | undefined): string | undefined {
  return mark === undefined ? undefined : questions.marked[mark]?.id;
}

function decodeContainer({ id, name, data }: Described, names: NameTable): CompilerContainer | undefined {
  const kind = asText(data["k"]);
  const base = { id, name, tag: null, isExhaustive: true, fields: [], values: [] };
  switch (kind) {
    case "opaque":
      return { ...base, kind, layout: "auto", extent: null };
    case "enum":
      return enumContainer({ id, name, data }, names);
    case "struct":
    case "union":
      return data["l"] === "auto" ? { ...base, kind, layout: "auto", extent: null } : fieldsContainer({ id, name, data }, kind, names);
    default:
      return undefined;
  }
}

function enumContainer({ id, name, data }: Described, names: NameTable): CompilerContainer | undefined {
  const size = asNumber(data["s"]);
  const align = asNumber(data["a"]);
  const bits = asNumber(data["b"]);
  const values = (asArray(data["v"]) ?? []).flatMap((entry) => {
    const [label, value] = asArray(entry) ?? [];
    return typeof label === "string" && typeof value === "string" && /^-?\d+$/.test(value) ? [{ name: label, value: BigInt(value) }] : [];
  });
  if (size === undefined || align === undefined || bits === undefined) return undefined;
  const tag = decodeType(data["i"], names);
  return {
    id,
    name,
    kind: "enum",
    layout: "auto",
    extent: { size, align, bits },
    tag,
    isExhaustive: data["o"] !== true,
    fields: [],
    values,
  };
}

function fieldsContainer({ id, name, data }: Described, kind: "struct" | "union", names: NameTable): CompilerContainer | undefined {
  const layout = data["l"] === "packed" ? "packed" : "extern";
  const size = asNumber(data["s"]);
  const align = asNumber(data["a"]);
  if (size === undefined || align === undefined) return undefined;
  const list = asArray(data["f"]) ?? [];
  const fields = list.flatMap((entry) => decodeField(entry, layout === "packed", names) ?? []);
  if (fields.length !== list.length) return undefined;
  const tag = data["i"] === undefined ? null : decodeType(data["i"], names);
  const extent = { size, align, bits: asNumber(data["b"]) ?? size * 8 };
  return { id, name, kind, layout, extent, tag, isExhaustive: true, fields, values: [] };
}

function decodeField(entry: unknown, isPacked: boolean, names: NameTable): CompilerField | undefined {
  const [name, shape, at, size, align, bits] = asArray(entry) ?? [];
  if (typeof name !== "string" || typeof at !== "number" || typeof size !== "number" || typeof align !== "number") return undefined;
  const type = decodeType(shape, names);
  if (!isPacked) return { name, type, offset: at, bitOffset: at * 8, size, align, bitSize: size * 8 };
  return { name, type, offset: Math.floor(at / 8), bitOffset: at, size, align, bitSize: asNumber(bits) ?? 0 };
}

function decodeExport(record: JsonRecord, context: DecodeContext, names: NameTable): CompilerExport | undefined {
  if (record["x"] === undefined) return undefined;
  const type = decodeType(record["x"], names);
  const about = context.questions.list[asNumber(record["b"]) ?? -1]?.about;
  const symbol = asText(record["e"]) ?? (about?.kind === "export" ? about.symbol : undefined);
  if (symbol === undefined) return undefined;
  const declared = context.module.exports.find((item) => item.symbol === symbol);
  const variable = declared?.kind === "var" || declared?.kind === "const" ? declared.kind : record["c"] === true ? "const" : "var";
  return { symbol, kind: type.kind === "fn" ? "fn" : variable, type };
}

type Found = Pick<CompilerAnswer, "containers" | "exports">;

function refusals(raw: RawAnswer, { module, questions }: DecodeContext, found: Found): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  questions.list.forEach(({ about }, index) => {
    const message = raw.refused[index];
    if (message === undefined) return;
    if (about.kind === "container" && !found.containers.has(about.id)) out.set(about.id, oneLine(message));
    if (about.kind === "export" && !found.exports.has(about.symbol)) out.set(about.symbol, oneLine(message));
  });
  for (const { symbol, span } of module.exports) {
    if (found.exports.has(symbol) || out.has(symbol)) continue;
    const error = raw.errors.find(({ file, line }) => file === span.file && line === span.line);
    if (error !== undefined) out.set(symbol, oneLine(error.message));
  }
  const missing = [...module.containers.values()].filter(({ id }) => !found.containers.has(id) && !out.has(id));
  for (const container of missing) {
    const error = raw.errors.find(({ file, line }) => linesOf(container).has(`${file ?? ""}:${line ?? 0}`));
    if (error !== undefined) out.set(container.id, oneLine(error.message));
  }
  for (const container of missing) {
    if (out.has(container.id)) continue;
    const isMarked = questions.marked.some(({ id }) => id === container.id);
    out.set(container.id, isMarked ? notReached : transitiveReason(container, { module, out, raw }));
  }
  return out;
}

function linesOf(container: Container): ReadonlySet<string> {
  const spans = [container.span, ...("fields" in container ? container.fields.map((field) => field.span) : [])];
  if (container.kind === "enum") spans.push(...container.values.map((value) => value.span));
  return new Set(spans.map((span) => `${span.file}:${span.line}`));
}

export const notReached = "nothing that is compiled for this target reaches it";

interface ReasonContext {
  readonly module: FfiModule;
  readonly out: ReadonlyMap<string, string>;
  readonly raw: RawAnswer;
}

function transitiveReason(container: Container, { module, out, raw }: ReasonContext): string {
  const fields = container.kind === "struct" || container.kind === "union" ? container.fields : [];
  for (const { name, type } of fields) {
    const element = type.kind === "array" ? type.element : type;
    const reason = element.kind === "named" ? out.get(element.id) : undefined;
    if (reason !== undefined) return `its field ${name} is refused: ${reason}`;
  }
  const [error] = raw.errors;
  if (error === undefined) return notReached;
  const place =
    error.file === null ? "" : `${relativePath(module.root.slice(0, module.root.lastIndexOf("/")), error.file)}:${error.line ?? 1}: `;
  return `the compiler gives no answer for this target; the first error in the source is ${place}${oneLine(error.message)}`;
}

function oneLine(message: string): string {
  return message.split("\n")[0] ?? message;
}
