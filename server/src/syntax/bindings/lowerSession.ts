import type {
  Declaration,
  DeclarationFile,
  DeclarationTable,
  DeclaredType,
  Dialect,
  Mirror,
  NotUnderstood,
} from "../../model/declarations.ts";
import type { Container } from "../../model/decls.ts";
import type { Type } from "../../model/types.ts";
import { containerOfMade, type BunStructs } from "./bunStructs.ts";
import type { Koffi } from "./koffiModule.ts";
import { objectValues, typeOfKoffi } from "./koffiTypes.ts";
import type { Machine } from "./machine.ts";
import { reachable } from "./reachable.ts";
import { span, type CallbackRecord, type Lowering, type Note, type Session, type TableRecord } from "./session.ts";
import { pathText } from "./texts.ts";
import { functionPointer, int } from "./typeParts.ts";
import { choiceOf, shortSource, sourceAt, type Value } from "./values.ts";

export interface Followed {
  readonly session: Session;
  readonly koffi: Koffi;
  readonly structs: BunStructs;
  readonly machine: Machine;
}

/** Turns what a program did into plain declarations. */
export function lowerSession(followed: Followed): DeclarationFile {
  const { session } = followed;
  const lowering: Lowering = { notes: [...session.notes], containers: new Map(), arm: 0, arms: 1 };
  const drafts = merged(session.tables.map((record) => draftOf(session, record, lowering)));
  const mirrorDrafts = madeTypes(followed, lowering);
  const tables = withoutRepeats(drafts).map((draft) => tableOf(draft, lowering));
  const used = new Set(tables.flatMap((table) => [...table.containers.keys()]));
  const mirrors = mirrorDrafts.filter((mirror) => !used.has(mirror.container.id));
  const notUnderstood = notesOf(lowering.notes);
  return { file: session.rootPath, tables, mirrors, notUnderstood, ...(session.isOpener ? { isOpener: true } : {}) };
}

interface Draft {
  readonly record: TableRecord;
  readonly path: Value | null;
  readonly declarations: readonly Declaration[];
  readonly insertion: DeclarationTable["insertion"];
}

function draftOf(session: Session, record: TableRecord, lowering: Lowering): Draft {
  const { declarations, insertion } = record.lower(record, lowering);
  return { record, path: record.path, declarations: declarations.map((item) => withCallbacks(session, record, item, lowering)), insertion };
}

function tableOf(draft: Draft, lowering: Lowering): DeclarationTable {
  const { record, declarations, insertion } = draft;
  const path = draft.path === null ? null : pathText(draft.path);
  return {
    dialect: record.dialect,
    path,
    span: span(record.at),
    declarations,
    containers: reachable(declarations, lowering.containers),
    insertion,
  };
}

/** A call that is reached several times (tried with one path after the other) is one table. */
function merged(drafts: readonly Draft[]): readonly Draft[] {
  const byCall = new Map<string, Draft>();
  for (const draft of drafts) {
    const { file, start } = draft.record.at;
    // What is declared is the same when it stands in the same places.
    const key = [file.path, start, draft.record.dialect, ...draft.declarations.map(placeKey)].join("|");
    const same = byCall.get(key);
    const paths = [same?.path, draft.path].flatMap((path) => path ?? []);
    byCall.set(key, same === undefined ? draft : { ...same, path: paths.length === 0 ? null : choiceOf(paths) });
  }
  return [...byCall.values()];
}

/** A function that was also followed without knowing its library declares nothing beyond what is known. */
function withoutRepeats(drafts: readonly Draft[]): readonly Draft[] {
  const known = new Set(drafts.filter((draft) => draft.path !== null).flatMap((draft) => draft.declarations.map(placeKey)));
  const kept = drafts.map((draft) =>
    draft.path !== null ? draft : { ...draft, declarations: draft.declarations.filter((declaration) => !known.has(placeKey(declaration))) },
  );
  const first = (draft: Draft): number => draft.record.at.start;
  return kept.filter((draft) => draft.declarations.length > 0 || draft.insertion !== null).sort((a, b) => first(a) - first(b));
}

function placeKey(declaration: Declaration): string {
  return `${declaration.span.file}:${declaration.span.start}:${declaration.symbol}`;
}

/** A pointer parameter that is handed a callback points to a function of the callback's signature. */
function withCallbacks(session: Session, record: TableRecord, declaration: Declaration, lowering: Lowering): Declaration {
  const { params } = declaration;
  const uses = record.uses.filter((use) => use.symbol === declaration.symbol);
  if (params === null || uses.length === 0) return declaration;
  const refined = params.map((param, index): DeclaredType => {
    if (param.type.kind !== "pointer" || param.type.pointee.kind !== "unknown") return param;
    const records = uses.flatMap((use) => callbackOf(session, use.args[index]?.value) ?? []);
    const [callback] = records;
    const signature = callback?.signature({ ...lowering, notes: [] });
    if (callback === undefined || signature === null || signature === undefined) return param;
    return { ...param, type: functionPointer(signature), callback: { span: span(callback.at), text: shortSource(callback.at) } };
  });
  return { ...declaration, params: refined };
}

function callbackOf(session: Session, value: Value | undefined): CallbackRecord | undefined {
  return value === undefined ? undefined : session.callbacks.get(value);
}

/** Structs and enums of the file itself. */
function madeTypes(followed: Followed, lowering: Lowering): readonly Mirror[] {
  const { session, koffi, structs, machine } = followed;
  const mirrors: Mirror[] = [];
  const add = (dialect: Dialect, container: Container | null | undefined): void => {
    const isKnown =
      container === null ||
      container === undefined ||
      container.kind === "opaque" ||
      mirrors.some((mirror) => mirror.container.id === container.id);
    if (!isKnown && container.span.file === session.rootPath) mirrors.push({ container, dialect, size: null });
  };
  for (const made of koffi.types.values.values()) {
    if ((made.kind === "record" || made.kind === "enum") && made.at.file.path === session.rootPath) {
      const type = typeOfKoffi({ types: koffi.types, lowering, open: new Set() }, made);
      add("koffi", type.kind === "named" ? lowering.containers.get(type.id) : undefined);
    }
  }
  for (const made of structs.made.values())
    if (made.call.at.file.path === session.rootPath) add("bun-ffi-structs", containerOfMade(structs, made, lowering));
  const dialect = session.tables[0]?.dialect ?? mirrors[0]?.dialect;
  for (const item of machine.enums) if (dialect !== undefined) add(dialect, scriptEnum(item, lowering));
  return mirrors;
}

/** A TypeScript `enum` of numbers. */
function scriptEnum(item: Machine["enums"][number], lowering: Lowering): Container | null {
  const { value, place } = item;
  const values = objectValues(lowering, value);
  if (values.length === 0 || values.some((one) => one.value === null)) return null;
  const name = sourceAt(place);
  const tag: Type = int(
    values.some((one) => (one.value ?? 0n) < 0n),
    32,
  );
  return {
    kind: "enum",
    id: `${place.file.path}#${name}`,
    name,
    span: span(place),
    isPub: false,
    doc: null,
    tag,
    isExhaustive: true,
    values,
  };
}

function notesOf(notes: readonly Note[]): readonly NotUnderstood[] {
  const seen = new Set<string>();
  const kept = notes.filter((item) => {
    const key = `${item.at.file.path}:${item.at.start}:${item.at.end}`;
    return seen.size < seen.add(key).size;
  });
  return kept
    .map((item) => ({ span: span(item.at), text: shortSource(item.at), reason: item.reason }))
    .sort((a, b) => a.span.start - b.span.start);
}
