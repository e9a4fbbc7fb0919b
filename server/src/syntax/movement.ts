import { lineAt, spanOf } from "./lines.ts";
import type { Doc } from "../model/decls.ts";
import type { Span } from "../model/span.ts";
import type { FunctionOutline, Member, Range, ZigFile } from "./outline.ts";

/**
 * A change after which a file declares what it declared before, only at other places: it was inside function bodies, tests or comments.
 * Whatever was read from the former outline is still true.
 */
export interface Movement {
  /** Weak: each keystroke makes an outline, and those before are of no use. */
  readonly from: WeakRef<ZigFile>;
  span(span: Span): Span;
  doc(doc: Doc): Doc;
}

/** How an outline came from the one before; undefined where its declarations differ. */
export function movementTo(file: ZigFile): Movement | undefined {
  return movements.get(file);
}

const movements = new WeakMap<ZigFile, Movement>();

export interface Replaced {
  /** Offsets in the old text of what was parsed again. */
  readonly window: Range;
  readonly before: readonly Member[];
  readonly after: readonly Member[];
}

/** Notes that `to` came from `from`, where the declarations that were parsed again say the same. */
export function noteMovement(from: ZigFile, to: ZigFile, { window, before, after }: Replaced): void {
  const isSame =
    from.problems.length + to.problems.length === 0 &&
    before.length === after.length &&
    from.imports.map(({ path }) => path).join("\n") === to.imports.map(({ path }) => path).join("\n") &&
    before.every((member, i) => saysTheSame(from.text, member, { text: to.text, other: after[i] }));
  if (!isSame) return;
  const by = to.text.length - from.text.length;
  const shiftOf = (offset: number): number => {
    if (offset < window.start) return 0;
    if (offset >= window.end) return by;
    const index = before.findIndex((member) => offset <= member.end);
    const [old, now] = [before[index], after[index]];
    // Behind the last one the text is as it was.
    return old === undefined || now === undefined ? by : now.start - old.start;
  };
  const { lines } = from;
  const docs = new Map(before.flatMap((member, i) => docLines(member, after[i])));
  movements.set(to, {
    from: new WeakRef(from),
    span(span) {
      const shift = shiftOf(span.start);
      return shift === 0 && span.end < window.start ? span : spanOf(to, { start: span.start + shift, end: span.end + shift });
    },
    doc(doc) {
      const start = lines[doc.line - 1] ?? 0;
      const line = docs.get(doc.line) ?? lineAt(to.lines, start + shiftOf(start)) + 1;
      return line === doc.line ? doc : { ...doc, line };
    },
  });
}

function saysTheSame(
  text: string,
  member: Member,
  { text: otherText, other }: { readonly text: string; readonly other: Member | undefined },
): boolean {
  if (other?.kind !== member.kind) return false;
  if ("doc" in member && "doc" in other && member.doc?.text !== other.doc?.text) return false;
  if (member.kind !== "fn" || other.kind !== "fn") return text.slice(member.start, member.end) === otherText.slice(other.start, other.end);
  return signatureText(text, member) === signatureText(otherText, other);
}

/** Up to the body. */
function signatureText(text: string, fn: FunctionOutline): string {
  const end = fn.returns?.end ?? fn.params.at(-1)?.type.end ?? fn.nameRange.end;
  const rest = /[^{;]*[{;]?/.exec(text.slice(end, fn.end))?.[0] ?? "";
  return text.slice(fn.start, end) + rest;
}

function docLines(member: Member, other: Member | undefined): readonly (readonly [number, number])[] {
  const old = "doc" in member ? member.doc : null;
  const now = other !== undefined && "doc" in other ? other.doc : null;
  return old === null || now === null ? [] : [[old.line, now.line]];
}
