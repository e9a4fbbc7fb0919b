/** A cheap test of a script's text: false where it cannot declare anything about native libraries. */
export function mentionsDeclarations(text: string): boolean {
  return libraries.test(text) || (text.includes("Deno") && deno.test(text)) || handsOn(text);
}

const libraries = /["'`](?:bun:ffi|node:ffi|koffi|bun-ffi-structs)["'`]|["'`][^"'`\n]*denosaurs\/plug|["'`][^"'`\n]*deno\.land\/x\/plug/;
const deno = /\b(?:dlopen|UnsafeCallback|UnsafeFnPointer)\b/;

/** Tables that are passed to a function of the project's own, which another file holds. */
function handsOn(text: string): boolean {
  if (!/(?:from|import|require|\()\s*["'`]\.{1,2}\//.test(text)) return false;
  if (/\.func\s*\(|\bdefineStruct\s*\(|\bFFIType\b|\bdlopen\b/.test(text)) return true;
  return /\b(?:args|parameters|arguments)\s*:\s*\[/.test(text) && /\b(?:returns|result|return)\s*:/.test(text);
}
