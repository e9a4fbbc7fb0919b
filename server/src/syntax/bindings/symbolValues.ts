import { concernsRoot, outermostCall, type CallbackRecord, type Declared, type Session, type TableRecord } from "./session.ts";
import { builtinFunction, unknownValue, type Builtin, type Call, type Slot, type Value } from "./values.ts";

/** A library to which declarations are added one by one. */
export function openTable(call: Call, record: Pick<TableRecord, "dialect" | "path" | "lower">): TableRecord {
  return { ...record, at: call.at, platformDepth: call.platformDepth, declared: [], uses: [] };
}

/** Adds to a table, where the file that is being read has to do with it. */
export function declareIn(session: Session, table: TableRecord, declared: Declared): void {
  if (!concernsRoot(declared.call, session.rootPath)) return;
  table.declared.push(declared);
  if (!session.tables.includes(table)) session.tables.push(table);
}

/** A table whose symbols are all given when it is opened. */
export function openWith(
  session: Session,
  call: Call,
  record: Pick<TableRecord, "dialect" | "path" | "lower"> & { readonly symbols: Slot },
): TableRecord {
  const { symbols, ...rest } = record;
  const declared: Declared[] = [{ kind: "definitions", slots: [symbols], call }];
  const table: TableRecord = { ...rest, at: outermostCall(call, symbols), platformDepth: call.platformDepth, declared, uses: [] };
  // A function that hands its parameter on, which nothing calls here, declares nothing.
  const isHandedOn = symbols.value.kind === "unknown" && symbols.value.isParameter;
  if (isHandedOn) session.isOpener ||= call.at.file.path === session.rootPath;
  else if (concernsRoot(call, session.rootPath)) session.tables.push(table);
  return table;
}

/** `lib.symbols`: calls of the functions in it are remembered. */
export function symbolsOf(table: TableRecord): Builtin {
  return { kind: "builtin", name: "symbols", member: (name) => symbolOf(table, name) };
}

export function symbolOf(table: TableRecord, symbol: string): Builtin {
  const call = (request: Call): Value => {
    table.uses.push({ symbol, args: request.args });
    return unknownValue(`what \`${symbol}\` returns is not known`);
  };
  return {
    kind: "builtin",
    name: symbol,
    call,
    member: (name) => (name === "async" || name === "nonblocking" ? builtinFunction(name, call) : undefined),
  };
}

/** A JavaScript function with a native address; its address stands for it. */
export function callbackValue(session: Session, record: CallbackRecord): Builtin {
  const value: Builtin = {
    kind: "builtin",
    name: "callback",
    member: (name) => (name === "ptr" || name === "pointer" ? value : undefined),
  };
  session.callbacks.set(value, record);
  return value;
}
