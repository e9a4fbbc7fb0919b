/** A name without what styles differ in: case and separators. */
export function plainName(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, "").toLowerCase();
}

/** Plain names that are equal up to a prefix or suffix of the project's own (`m_`, `_ptr`). */
export function isSameName(a: string, b: string): boolean {
  return (
    a === b ||
    (a.length > 2 && b.endsWith(a)) ||
    (b.length > 2 && a.endsWith(b)) ||
    (a.length > 2 && b.startsWith(a)) ||
    (b.length > 2 && a.startsWith(b))
  );
}
