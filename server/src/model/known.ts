/** A fact, or the reason why it cannot be known. */
export type Known<T> = { readonly kind: "known"; readonly value: T } | { readonly kind: "unknown"; readonly reason: string };

export function known<T>(value: T): Known<T> {
  return { kind: "known", value };
}

export function unknown(reason: string): { readonly kind: "unknown"; readonly reason: string } {
  return { kind: "unknown", reason };
}
