import { fileURLToPath } from "node:url";
import { inspect, stripVTControlCharacters } from "node:util";
import type { SpecFailure } from "../protocol/specEvents.ts";

/** All that lies beside this file is ours: the built package. */
const ownFolder = new URL(".", import.meta.url).href;

export interface CallPlace {
  readonly line: number;
  readonly column: number;
}

/** What was thrown, as data. */
export function failureOf(error: unknown): SpecFailure {
  if (!(error instanceof Error)) return { message: `thrown: ${inspect(error)}`, stack: null, difference: null, crash: null };
  const message = stripVTControlCharacters(error.message === "" ? error.name : error.message);
  const cause = error.cause === undefined ? "" : `\ncaused by ${stripVTControlCharacters(inspect(error.cause))}`;
  const named =
    error.name === "Error" || error.name.startsWith("AssertionError") || "matcherResult" in error ? message : `${error.name}: ${message}`;
  return { message: `${named}${cause}`, stack: stackOf(error), difference: differenceOf(error), crash: null };
}

/** Where the spec file called us, told by the stack. */
export function callPlace(): CallPlace | null {
  const frame = framesOf(new Error().stack ?? "").find((line) => line.includes("file://"));
  const match = frame === undefined ? null : /:(\d+):(\d+)\)?$/.exec(frame);
  return match === null ? null : { line: Number(match[1]), column: Number(match[2]) };
}

/** The file that called us. */
export function callerFile(): string | null {
  const url = framesOf(new Error().stack ?? "").flatMap((line) => /file:\/\/[^\s)]*?(?=:\d+:\d+\)?$)/.exec(line) ?? [])[0];
  return url === undefined ? null : readablePath(url);
}

function stackOf(error: Error): string | null {
  const frames = framesOf(error.stack ?? "").map((line) => line.trim().replace(/file:\/\/[^\s)]*?(?=:\d+:\d+\)?$)/, readablePath));
  const place = sourcePlace(error.stack ?? "");
  const all = place === null ? frames : [place, ...frames];
  return all.length === 0 ? null : all.join("\n");
}

/** What Node writes before a syntax error, as a frame: the file and line, some source, and a caret below the column. */
export function sourcePlace(text: string): string | null {
  const [, url, line, source = ""] = /^(file:\/\/.+|(?:[A-Za-z]:)?[\\/].+):(\d+)\n([^]*?)^\w*Error\b/m.exec(text) ?? [];
  if (url === undefined || line === undefined || !text.startsWith(url)) return null;
  const column = /^ *\^/m.exec(source)?.[0].length ?? 1;
  return `at ${readablePath(url)}:${line}:${column}`;
}

/** The lines of a stack that are neither ours nor Node's. */
function framesOf(stack: string): readonly string[] {
  return stack.split("\n").filter((line) => /^\s+at /.test(line) && !line.includes(ownFolder) && !/\(?node:|\/specChild\.js:/.test(line));
}

function readablePath(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return url;
  }
}

function differenceOf(error: Error): SpecFailure["difference"] {
  // `expect` puts both into matcherResult, `node:assert` onto the error.
  const holder: unknown = "matcherResult" in error ? error.matcherResult : error;
  if (typeof holder !== "object" || holder === null || !("expected" in holder) || !("actual" in holder)) return null;
  const text = (value: unknown) => inspect(value, { depth: 10, sorted: true, breakLength: 80 });
  return { expected: text(holder.expected), actual: text(holder.actual) };
}
