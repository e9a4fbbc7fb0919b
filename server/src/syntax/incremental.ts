import { lineAt, lineStarts } from "./lines.ts";
import { noteMovement } from "./movement.ts";
import type { Member, Range, SyntaxProblem, ZigFile } from "./outline.ts";
import { shiftMember, shiftRange, type Shift } from "./shift.ts";

/**
 * The outline after a change, by parsing only the declarations that it touches: Zig's tokens never go beyond a line, so whole declarations can
 * be read on their own, and all others only move. Undefined where that may not be so: then the whole file is to be parsed.
 */
export function outlineAfterChange(previous: ZigFile, text: string, whole: Parse): ZigFile | undefined {
  if (previous.text === text) return previous;
  const base = bases.get(previous) ?? nearOrigin(previous, text) ?? previous;
  if (base.text === text) return base;
  if (base === previous) origins.delete(previous);
  const result = outlineFrom(base, text, whole);
  if (result !== undefined) origins.set(result, base);
  if (result !== undefined && result.problems.length > base.problems.length) bases.set(result, base);
  return result;
}

/**
 * What an outline was made from. Who types stays in one declaration for a while: compared with the outline before the first keystroke, that
 * declaration is all that changed, and the thousands behind it need not be moved each time.
 */
const origins = new WeakMap<ZigFile, ZigFile>();
const nearMembers = 2;

function nearOrigin(previous: ZigFile, text: string): ZigFile | undefined {
  const origin = origins.get(previous);
  const window = origin === undefined ? undefined : windowOf(origin, changeBetween(origin.text, text));
  return window !== undefined && window.last - window.first < nearMembers ? origin : undefined;
}

/**
 * Where an error is, declarations may end in the wrong place, and what comes next would be measured by them. So the outline before the error
 * stays the one that changes are compared with, until the error is gone.
 */
const bases = new WeakMap<ZigFile, ZigFile>();

type Parse = (text: string, file: string) => ZigFile;

function outlineFrom(previous: ZigFile, text: string, whole: Parse): ZigFile | undefined {
  const window = windowOf(previous, changeBetween(previous.text, text));
  if (window === undefined) return undefined;
  // Where the last declaration ends elsewhere than before, what stood before the next one may be another's now.
  return outlineWithin(previous, text, { window, whole }) ?? outlineWithin(previous, text, { window: oneMore(previous, window), whole });
}

interface Part {
  readonly window: Window;
  readonly whole: Parse;
}

function outlineWithin(previous: ZigFile, text: string, { window, whole }: Part): ZigFile | undefined {
  const { before, first, last, by } = window;
  const old = previous.root.members;
  if (dependsOn(previous.problems, old, before)) return undefined;
  const end = before.end + by;
  const part = whole(text.slice(before.start, end), previous.path);
  const inside: Shift = { by: before.start, lines: lineAt(previous.lines, before.start) };
  const behind: Shift = { by, lines: newLines(text, before.start, end) - newLines(previous.text, before.start, before.end) };
  const members = part.root.members.map((member) => clamped(shiftMember(member, inside), end));
  const isLast = last + 1 >= old.length;
  if (members.some(isField) || (!isLast && members.at(-1)?.end !== (old[last]?.end ?? 0) + by)) return undefined;
  const all = once(() => [...old.slice(0, first), ...members, ...old.slice(last + 1).map((member) => shiftMember(member, behind))]);
  const lines = once(() => linesAfter(previous.lines, text, { before, by }));
  const { path, root } = previous;
  const result: ZigFile = {
    path,
    text,
    get lines() {
      return lines();
    },
    root: {
      kind: root.kind,
      layout: root.layout,
      argument: root.argument,
      hasEnumKeyword: root.hasEnumKeyword,
      start: root.start,
      end: text.length,
      get members() {
        return all();
      },
    },
    imports: spliced(previous.imports, part.imports, { before, inside, behind }),
    problems: spliced(previous.problems, part.problems, { before, inside, behind }),
  };
  noteMovement(previous, result, { window: before, before: old.slice(first, last + 1), after: members });
  return result;
}

/** Computed when first asked for, which while typing in a body nobody does. Then what it was computed from is let go. */
function once<T>(compute: () => T): () => T {
  let state: { readonly compute: () => T } | { readonly value: T } = { compute };
  return () => {
    if ("compute" in state) state = { value: state.compute() };
    return state.value;
  };
}

function newLines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", start); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** What the old text has between the common beginning and the common end, and by how much the new text is longer there. */
interface Change extends Range {
  readonly by: number;
}

function changeBetween(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  const start = commonLength(shorter, (at, length) => before.slice(at, at + length) === after.slice(at, at + length));
  const fromEnd = (text: string, at: number, length: number): string => text.slice(text.length - at - length, text.length - at);
  const tail = commonLength(shorter - start, (at, length) => fromEnd(before, at, length) === fromEnd(after, at, length));
  return { start, end: before.length - tail, by: after.length - before.length };
}

/** Compares in large pieces first: slices are views, and comparing them is fast. */
function commonLength(limit: number, isSame: (at: number, length: number) => boolean): number {
  let at = 0;
  for (let length = 1 << 20; length >= 1; length >>= 1) {
    while (at + length <= limit && isSame(at, length)) at += length;
  }
  return at;
}

interface Window {
  /** Offsets in the old text: from behind one declaration to the start of another. */
  readonly before: Range;
  /** Indices of the declarations in it. */
  readonly first: number;
  readonly last: number;
  readonly by: number;
}

/**
 * The declarations that a change touches, with all that stands before and behind them. A change that begins or ends between two declarations
 * may be in the doc comment of the second, so that one is in it as well.
 */
function windowOf(file: ZigFile, { start, end, by }: Change): Window | undefined {
  const { members } = file.root;
  // Fields of a file are a list whose commas belong to none of them.
  if (members.some(isField)) return undefined;
  const first = firstIndex(members, (member) => member.end >= start);
  const holder = Math.min(
    firstIndex(members, (member) => member.end >= end),
    members.length - 1,
  );
  const last = Math.max(firstIndex(members, (member) => member.start > end) - 1, holder, first);
  const from = members[first - 1]?.end ?? 0;
  const to = members[last + 1]?.start ?? file.text.length;
  return { before: { start: from, end: to }, first, last, by };
}

function oneMore(file: ZigFile, window: Window): Window {
  const last = window.last + 1;
  return { ...window, last, before: { start: window.before.start, end: file.root.members[last + 1]?.start ?? file.text.length } };
}

function isField(member: Member): boolean {
  return member.kind === "field";
}

/** Index of the first member that passes, in a list where all that follow pass as well; the length where none does. */
function firstIndex(members: readonly Member[], passes: (member: Member) => boolean): number {
  let low = 0;
  let high = members.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const member = members[middle];
    if (member !== undefined && passes(member)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** An error may have to do with the window, unless it lies inside one other declaration and no bracket is missing. */
function dependsOn(problems: readonly SyntaxProblem[], members: readonly Member[], window: Range): boolean {
  return problems.some((problem) => {
    const touches = problem.start <= window.end && problem.end >= window.start;
    if (touches || problem.isBracket === true) return true;
    const holder = members[firstIndex(members, (member) => member.end >= problem.end)];
    return holder === undefined || problem.start <= holder.start || problem.end >= holder.end;
  });
}

function linesAfter(
  lines: readonly number[],
  text: string,
  { before, by }: { readonly before: Range; readonly by: number },
): readonly number[] {
  const head = lineAt(lines, before.start) + 1;
  const tail = lineAt(lines, before.end) + 1;
  const inner = lineStarts(text.slice(before.start, before.end + by));
  // One array and no others: a large file has tens of thousands of lines, and this runs for each keystroke.
  const result = lines.slice(0, head);
  for (let i = 1; i < inner.length; i++) result.push((inner[i] ?? 0) + before.start);
  for (let i = tail; i < lines.length; i++) result.push((lines[i] ?? 0) + by);
  return result;
}

/** A repaired declaration may end in brackets that the text does not have. */
function clamped(member: Member, end: number): Member {
  return member.end <= end ? member : { ...member, end };
}

interface Moves {
  readonly before: Range;
  readonly inside: Shift;
  readonly behind: Shift;
}

function spliced<T extends Range>(old: readonly T[], part: readonly T[], { before, inside, behind }: Moves): readonly T[] {
  return [
    ...old.filter(({ start }) => start < before.start),
    ...part.map((item) => shiftRange(item, inside)),
    ...old.filter(({ start, end }) => start >= before.start && end > before.end).map((item) => shiftRange(item, behind)),
  ];
}
