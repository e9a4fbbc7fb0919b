import { parseCompileErrors } from "../compileErrors.ts";
import type { Overlay } from "./overlay.ts";

/** What one run of the compiler said: plain JSON, so that it can be kept. */
export interface RawAnswer {
  /** Objects that the Zig half printed (see probeSource). */
  readonly records: readonly unknown[];
  /** Why a question has no answer: the compiler's message, by the question's number in decimal. */
  readonly refused: Readonly<Partial<Record<string, string>>>;
  /** Errors in the sources themselves; `file` is absolute. */
  readonly errors: readonly { readonly file: string | null; readonly line: number | null; readonly message: string }[];
  /** Whether the compiler came to the question that is asked last: without it the answer is not one. */
  readonly isComplete: boolean;
}

export function parseOutput(output: string, overlay: Overlay): RawAnswer {
  const records = [...reported(output), ...logged(output)];
  const refused: Partial<Record<string, string>> = {};
  const errors: { file: string | null; line: number | null; message: string }[] = [];
  for (const error of parseCompileErrors(plainErrors(output))) {
    if (error.message.startsWith(opening) || error.message.startsWith("found compile log statement")) continue;
    const place = error.file === null || error.line === null ? undefined : overlay.place(error.file.replaceAll("\\", "/"), error.line);
    if (place?.kind === "question") refused[overlay.questions.indexOf(place.question)] ??= error.message;
    else errors.push({ file: place?.file ?? error.file, line: place?.line ?? error.line, message: error.message });
  }
  const isEnd = (record: unknown): boolean => typeof record === "object" && record !== null && "end" in record;
  return { records: records.filter((record) => !isEnd(record)), refused, errors, isComplete: records.some(isEnd) };
}

const opening = "ZIGFFI{";

/** Answers are long and many, and need no parsing of errors. */
function plainErrors(output: string): string {
  const log = output.indexOf("\nCompile Log Output:");
  return (log === -1 ? output : output.slice(0, log))
    .split("\n")
    .filter((line) => !line.includes(`error: ${opening}`))
    .join("\n");
}

function reported(output: string): readonly unknown[] {
  return [...output.matchAll(/^.*?: error: ZIGFFI(\{.*\})ZIGEND\r?$/gm)].flatMap((match) => parsed(match[1] ?? ""));
}

function logged(output: string): readonly unknown[] {
  return [...output.matchAll(/^@as\(\*const \[\d+:0\]u8, "ZIGFFI(\{.*\})ZIGEND"\)\r?$/gm)].flatMap((match) =>
    parsed(unescaped(match[1] ?? "")),
  );
}

function unescaped(text: string): string {
  const simple: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
  const bytes = (hex: string): string => String.fromCodePoint(parseInt(hex, 16));
  return text.replace(/\\(?:x([0-9a-f]{2})|u\{([0-9a-f]+)\}|(.))/g, (_, byte?: string, code?: string, char?: string) =>
    byte !== undefined ? bytes(byte) : code !== undefined ? bytes(code) : (simple[char ?? ""] ?? char ?? ""),
  );
}

function parsed(json: string): readonly unknown[] {
  try {
    return [JSON.parse(json)];
  } catch {
    return [];
  }
}
