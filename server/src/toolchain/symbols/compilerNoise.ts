import type { LibrarySymbol } from "./libraryInfo.ts";

/** True for exports that Zig and its linker add to a library by themselves. */
export function isCompilerNoise(symbol: LibrarySymbol): boolean {
  if (always.has(symbol.name) || symbol.name.startsWith("_tls_")) return true;
  // Weak, so that a library's own definitions win: the compiler's runtime (0.14 exports all of it) and the sanitizer's handlers.
  return symbol.isWeak && (symbol.name.startsWith("__") || runtimeFunction.test(symbol.name));
}

const always: ReadonlySet<string> = new Set([
  "__dso_handle",
  "_mh_dylib_header",
  "_mh_execute_header",
  "_DllMainCRTStartup",
  "DllMainCRTStartup",
  "__xl_a",
  "__xl_z",
  "_init",
  "_fini",
  "_edata",
  "_end",
  "__bss_start",
]);

// f: f32, l: long double, q: f128; no suffix: f64.
const runtimeFunction =
  /^(?:(?:ceil|cos|exp|exp2|fabs|floor|fma|fmax|fmin|fmod|log|log10|log2|round|sin|sincos|sqrt|tan|trunc)[flq]?|mem(?:set|cpy|move|cmp)|bcmp)$/;
