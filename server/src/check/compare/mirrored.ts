import type { Container } from "../../model/decls.ts";
import { stemOf } from "../../model/path.ts";
import { isAffixed, plainName } from "./names.ts";
import type { KnownLibrary } from "./pairing.ts";

export interface MirroredIn {
  readonly library: KnownLibrary;
  /** Whether a declaration of the library's uses it. */
  readonly isUsed: boolean;
}

/**
 * The Zig type that a script's struct or enum stands for. Its name is the same up to the words that projects add (`CursorStruct`,
 * `ExternalCursor`), or the end of the other's (`TerminalCapabilities`, `Capabilities`); then the members must agree as well, and only one
 * type may fit.
 */
export function mirroredType(mirror: Container, { library, isUsed }: MirroredIn): Container | undefined {
  const candidates = [...library.module.containers.values()].filter(({ kind }) => kind === mirror.kind);
  const exact = candidates.find(({ name }) => plainName(lastPart(name)) === plainName(mirror.name));
  if (exact !== undefined) return exact;
  // Programs have enums of their own with the same common words in them (`HttpStatus`, `PoolState`).
  const mayAdd = mirror.kind !== "enum" || isUsed ? () => true : prefixTest(library);
  const fitting = candidates.filter((candidate) => hasLayout(candidate) && isMirror(candidate, mirror, mayAdd));
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Whether words before a name are the library's: `ImgCodecMode` for a library `img-codec`, `PgMode` where most symbols begin with `pg_`. */
function prefixTest({ name, module }: KnownLibrary): (words: readonly string[]) => boolean {
  const own = [name, stemOf(module.root)].map((each) => plainName(each.replace(/^lib(?=.)/, "")));
  return (words) => {
    const text = words.join("");
    const prefixed = module.exports.filter(({ symbol }) => symbol.toLowerCase().startsWith(`${text}_`));
    return own.includes(text) || prefixed.length * 2 > module.exports.length;
  };
}

function hasLayout(container: Container): boolean {
  return (container.kind !== "struct" && container.kind !== "union") || container.layout !== "auto";
}

function isMirror(zig: Container, mirror: Container, mayAdd: (words: readonly string[]) => boolean): boolean {
  const [ours, theirs] = [ownWords(lastPart(zig.name)), ownWords(mirror.name)];
  const isSame = ours.join(" ") === theirs.join(" ");
  const [short, long] = ours.length < theirs.length ? [ours, theirs] : [theirs, ours];
  if (!isSame && !(endsWith(long, short) && mayAdd(long.slice(0, -short.length)))) return false;
  return sharedMembers(zig, mirror) >= (isSame ? 1 / 2 : 3 / 4);
}

function endsWith(words: readonly string[], end: readonly string[]): boolean {
  return words.slice(-end.length).join(" ") === end.join(" ");
}

/** The share of members that have a counterpart, of the side that has fewer. */
function sharedMembers(zig: Container, mirror: Container): number {
  const [ours, theirs] = [membersOf(zig), membersOf(mirror)];
  const count = Math.min(ours.length, theirs.length);
  return count === 0 ? 0 : Math.min(1, theirs.filter((name) => ours.some((other) => isAffixed(other, name))).length / count);
}

function membersOf(container: Container): readonly string[] {
  if (container.kind === "opaque") return [];
  return (container.kind === "enum" ? container.values : container.fields).map(({ name }) => plainName(name));
}

const before = new Set(["abi", "c", "extern", "external", "ffi", "native", "raw", "zig"]);
const after = new Set(["abi", "c", "def", "enum", "ffi", "layout", "native", "schema", "struct", "t", "type"]);

/** `ExternalCursorState`, `cursor_state_t` and `CursorStateStruct` are all `cursor state`. */
function ownWords(name: string): readonly string[] {
  const words = (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [name]).map((word) => word.toLowerCase());
  let [start, end] = [0, words.length];
  while (end - start > 1 && before.has(words[start] ?? "")) start++;
  while (end - start > 1 && after.has(words[end - 1] ?? "")) end--;
  return words.slice(start, end);
}

function lastPart(name: string): string {
  return name.split(".").at(-1) ?? name;
}
