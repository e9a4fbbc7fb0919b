import type { DeclaredType } from "../../model/declarations.ts";
import { span } from "./session.ts";
import { shortSource, sourceAt, textValue, type Place, type Slot, type Value } from "./values.ts";
import { slotPlace } from "./written.ts";

/** Where a type that is an expression is written, and whether another one may be written there instead. */
export function writtenType(slot: Slot): Pick<DeclaredType, "text" | "span" | "writing"> {
  const at = slotPlace(slot);
  const writing = at === null ? undefined : writingOf(slot.value, at);
  if (at === null || writing === undefined) return { text: shortSource(slot.at), span: span(slot.at) };
  return { text: shortSource(at), span: span(at), writing };
}

const path = /^[A-Za-z_$][\w$]*(?:\??\.[\w$]+|\[(?:"[^"]*"|'[^']*')\])*$/;

function writingOf(value: Value, at: Place): DeclaredType["writing"] {
  const text = sourceAt(at);
  if (value.kind === "literal" && value.member !== undefined && isSame(value.member, at)) {
    const object = text.replace(/\s*(?:\??\.\s*[\w$]+|\[[^\]]*\])$/, "");
    if (object !== text) return { kind: "member", object };
  }
  const isWord = value.kind === "literal" && (textValue(value) === undefined || value.content !== null || value.member !== undefined);
  if (/^["'`]/.test(text)) return text.slice(1, -1) === textValue(value) ? { kind: "expression" } : undefined;
  if (path.test(text)) return isWord || value.kind === "builtin" || value.kind === "object" ? { kind: "expression" } : undefined;
  // `koffi.pointer(..)`, `{ struct: [..] }`, the number of a type.
  const isWhole =
    (value.kind === "builtin" && /^[\w$.]+\(/.test(text)) || (value.kind === "object" && text.startsWith("{")) || /^\d+$/.test(text);
  return isWhole ? { kind: "expression" } : undefined;
}

function isSame(a: Place, b: Place): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}
