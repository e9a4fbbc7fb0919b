/** A name without its case and its separators: `line_height`, `lineHeight` and `LINE_HEIGHT` are one. */
export function plainName(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, "").toLowerCase();
}

/** Equal up to a prefix or suffix of the project's own (`m_`, `_ptr`). */
export function isAffixed(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return (
    short === long || (short.length > 2 && (long.endsWith(short) || long.startsWith(short))) || (short.length > 0 && long === `m${short}`)
  );
}

/** Bytes that stand for nothing. */
export function isPadding(name: string): boolean {
  return name.startsWith("_") || /^(?:pad|padding|reserved|unused|filler)\d*_?\d*$/i.test(name);
}
