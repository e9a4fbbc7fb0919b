/** A cheap test of a script's text: false where it cannot declare anything about native libraries. */
export function mentionsDeclarations(text: string): boolean {
  return libraries.test(text.replace(typeImports, "")) || (text.includes("Deno") && deno.test(text)) || handsOn(text);
}

const typeImports = /\bimport\s+type\b[^;"']*["'][^"']*["']/g;
const libraries =
  /["'`](?:bun:ffi|@chainsafe\/bun-ffi-z|node:ffi|koffi|koffi\/indirect|bun-ffi-structs)["'`]|["'`][^"'`\n]*denosaurs\/plug|["'`][^"'`\n]*deno\.land\/x\/plug/;
const deno = /\b(?:dlopen|UnsafeCallback|UnsafeFnPointer)\b/;

const imports = /(?:from|import|require|\()\s*["'`]\.{1,2}\//;
const names = /\.func\s*\(\s*["'`]|\bdefineStruct\s*\(|\bFFIType\b|\bdlopen\b/;
const listFirst = /\b(?:args|parameters|arguments)\s*:\s*\[[^\]]*\]\s*,\s*(?:\w+\s*:[^,{}\n]*,\s*)?(?:returns|result|return)\s*:/;
const resultFirst = /\b(?:returns|result|return)\s*:[^,{}\n]+,\s*(?:args|parameters|arguments)\s*:\s*\[/;

/** Tables that are passed to a function of the project's own, which another file holds. */
function handsOn(text: string): boolean {
  return imports.test(text) && (names.test(text) || listFirst.test(text) || resultFirst.test(text));
}
