/** A message of the Zig compiler. Positions are null together, where it names no place (link errors, a missing file). */
export interface CompileMessage {
  /** As the compiler printed it: relative to the directory that it ran in, or absolute. */
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
  /** 1-based; UTF-8 bytes out of `parseCompileErrors`, UTF-16 units after `withUtf16Columns`. */
  readonly column: number | null;
  /** May have several lines. */
  readonly message: string;
}

export interface CompileError extends CompileMessage {
  readonly notes: readonly CompileMessage[];
}

/**
 * Reads what `zig build-lib` and `zig build` print (0.13 to 0.17; there is no machine-readable form). Echoed source lines, reference traces,
 * the build system's step tree and its closing summary are left out; an error that several steps repeat appears once.
 */
export function parseCompileErrors(output: string): readonly CompileError[] {
  const lines = output.replace(ansiEscape, "").split(/\r?\n/);
  const errors: { error: CompileMessage; notes: CompileMessage[] }[] = [];
  for (let index = 0; index < lines.length; index++) {
    const head = parseHead(lines[index] ?? "");
    if (head === undefined) continue;
    const { more, next } = continuation(lines, index + 1, head.indent);
    index = next - 1;
    const message = { ...head.message, message: [head.message.message, ...more].join("\n") };
    if (head.severity === "error") errors.push({ error: message, notes: [] });
    else errors.at(-1)?.notes.push(message);
  }
  const seen = new Set<string>();
  return errors.flatMap(({ error, notes }) => {
    const key = JSON.stringify([error, notes]);
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ ...error, notes }];
  });
}

/** Byte columns made UTF-16 columns with the source at hand; `readLine` gives undefined where it cannot tell, and the column stays. */
export function withUtf16Columns(
  errors: readonly CompileError[],
  readLine: (file: string, line: number) => string | undefined,
): readonly CompileError[] {
  const convert = (message: CompileMessage): CompileMessage => {
    const { file, line, column } = message;
    const text = file === null || line === null ? undefined : readLine(file, line);
    return text === undefined || column === null ? message : { ...message, column: utf16Column(text, column) };
  };
  return errors.map((error) => ({ ...convert(error), notes: error.notes.map(convert) }));
}

/** The 1-based UTF-16 column of a 1-based byte column. */
export function utf16Column(lineText: string, byteColumn: number): number {
  let bytes = 0;
  let units = 0;
  for (const character of lineText) {
    if (bytes >= byteColumn - 1) break;
    bytes += utf8Length(character.codePointAt(0) ?? 0);
    units += character.length;
  }
  return units + 1 + Math.max(0, byteColumn - 1 - bytes);
}

// eslint-disable-next-line no-control-regex -- escape sequences start with a control character
const ansiEscape = /\u001b\[[0-9;?]*[A-Za-z]/g;

const located = /^(?<file>(?:[A-Za-z]:)?[^:\n]+):(?<line>\d+):(?<column>\d+): (?<severity>error|note): (?<text>.*)$/;
const bare = /^(?<severity>error|note): (?<text>.*)$/;
// The build system's own closing words; what failed was told before.
const summary = /^the following (?:build )?command (?:failed|exited|terminated)/;
const underline = /^\s*~*\^~*\s*$/;

interface Head {
  readonly severity: "error" | "note";
  readonly message: CompileMessage;
  /** Continuation lines start under the message's own text. */
  readonly indent: number;
}

function parseHead(line: string): Head | undefined {
  const groups = (located.exec(line) ?? bare.exec(line))?.groups;
  const text = groups?.["text"];
  if (groups === undefined || text === undefined || summary.test(text)) return undefined;
  const number = (value: string | undefined) => (value === undefined ? null : Number(value));
  return {
    severity: groups["severity"] === "note" ? "note" : "error",
    message: { file: groups["file"] ?? null, line: number(groups["line"]), column: number(groups["column"]), message: text },
    indent: line.length - text.length,
  };
}

/** The further lines of a message that begins before `start`, and the index of the first line that was not looked at. */
function continuation(
  lines: readonly string[],
  start: number,
  indent: number,
): { readonly more: readonly string[]; readonly next: number } {
  const more: string[] = [];
  let next = start;
  for (; next < lines.length; next++) {
    const line = lines[next] ?? "";
    // A source line comes with an underline below it, and ends the message.
    if (underline.test(lines[next + 1] ?? "")) return { more, next: next + 2 };
    if (!line.startsWith("  ")) break;
    const spaces = line.length - line.trimStart().length;
    more.push(line.slice(Math.min(spaces, indent)));
  }
  return { more, next };
}

function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
