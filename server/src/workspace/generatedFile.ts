/** What a generated bindings file says of the functions that it binds. */
export interface BoundFunction {
  readonly symbol: string;
  /** Zig's signature on one line, as it was when the file was generated. */
  readonly signature: string;
  /** 0-based UTF-16 offsets of the method's name in the API interface. */
  readonly start: number;
  readonly end: number;
}

/** The functions of a generated file by symbol, read from the doc comments of its API. Of one text the answer is kept. */
export function boundFunctions(text: string): ReadonlyMap<string, BoundFunction> {
  if (last?.text !== text) last = { text, functions: read(text) };
  return last.functions;
}

let last: { readonly text: string; readonly functions: ReadonlyMap<string, BoundFunction> } | undefined;

const member = /Zig: `(fn (.*?)\(.*)`\s*\*\/\s*(?:"((?:[^"\\\n]|\\.)*)"|([\p{ID_Start}$_][\p{ID_Continue}$]*))/gu;

function read(text: string): ReadonlyMap<string, BoundFunction> {
  const functions = new Map<string, BoundFunction>();
  for (const match of text.matchAll(member)) {
    const [whole, signature = "", symbol = "", quoted, plain = ""] = match;
    const length = quoted === undefined ? plain.length : quoted.length + 2;
    const end = match.index + whole.length;
    if (!functions.has(symbol)) functions.set(symbol, { symbol, signature, start: end - length, end });
  }
  return functions;
}
