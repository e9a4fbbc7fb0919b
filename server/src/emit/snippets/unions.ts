import { wrongKind } from "./errors.ts";

/** An extern union's bytes. Which member is meant is the program's knowledge: make one with `of.member(value)`, read any member. */
export abstract class UnionValue {
  /** A leading `$`, so that no member of a union can have the name. */
  readonly $bytes: Uint8Array;
  protected readonly $view: DataView;

  constructor(bytes: Uint8Array) {
    this.$bytes = bytes;
    this.$view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}

export function writeUnion<T extends UnionValue>(
  m: DataView,
  p: number,
  v: T,
  expected: { readonly kind: abstract new (...args: never) => T; readonly at: string },
): void {
  if (!(v instanceof expected.kind)) wrongKind(expected.at, "", `a ${expected.kind.name}`, v);
  new Uint8Array(m.buffer, m.byteOffset + p, v.$bytes.length).set(v.$bytes);
}

/** Replaces what the object holds, after native code wrote through a mutable pointer. */
export function copyUnion(m: DataView, p: number, v: UnionValue): void {
  v.$bytes.set(new Uint8Array(m.buffer, m.byteOffset + p, v.$bytes.length));
}
