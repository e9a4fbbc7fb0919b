import type { FfiModule } from "../model/decls.ts";
import type { LibraryNames } from "./bindingPlan.ts";

/** Words that cannot name a parameter or a variable in a module (strict mode), and globals that generated code itself uses. */
const reservedWords = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if " +
    "implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof " +
    "undefined var void while with yield NaN Infinity"
  ).split(" "),
);

/** Names that generated files use themselves; a Zig type of the same name gets a `_`. */
const usedTypeNames = new Set(
  (
    "AbiManifest AbiNumbers AbiNumbersLayout Array ArrayBuffer ArrayLike BigInt BigInt64Array BigUint64Array Boolean ConditionalExport DataView Disposable Error Float32Array Float64Array Int16Array Int32Array " +
    "Int8Array Iterable Iterator Koffi KoffiLibrary KoffiStruct KoffiType LoadOptions Manifest Map Math Native NativeMemory Number Object Partial Pick Pointer " +
    "RangeError Readonly ReadonlySet Record Reflect Set String StructArray StructType Symbol TextEncoder TypeError TypedArray Uint16Array Uint32Array " +
    "Uint8Array UnionValue string number boolean bigint object symbol unknown never any void undefined null"
  ).split(" "),
);

export function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
}

/** A property name as it stands in source: quoted only where it must be. */
export function propertyKey(name: string): string {
  return isIdentifier(name) ? name : JSON.stringify(name);
}

/** A legal, unused identifier close to `name`. */
export function uniqueIdentifier(name: string, taken: ReadonlySet<string>): string {
  let candidate = name.replace(/[^\p{ID_Continue}$]/gu, "_");
  if (!/^[\p{ID_Start}$_]/u.test(candidate)) candidate = `_${candidate}`;
  while (reservedWords.has(candidate) || taken.has(candidate)) candidate += "_";
  return candidate;
}

/** `vec` -> VecApi, VecRaw, VecLibrary, ZIG_FFI_LIBRARY_VEC. */
export function libraryNames(library: string): LibraryNames {
  const pascal = library
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== "")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
  const stem = /^[A-Za-z]/.test(pascal) ? pascal : `Lib${pascal}`;
  return {
    api: `${stem}Api`,
    raw: `${stem}Raw`,
    library: `${stem}Library`,
    globals: `${stem}Globals`,
    environment: `ZIG_FFI_LIBRARY_${library.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`,
  };
}

/** TypeScript names for all containers, unique, in the module's order: `Outer.Inner` becomes `Outer_Inner`. */
export function typeNames(module: FfiModule, names: LibraryNames): ReadonlyMap<string, string> {
  const taken = new Set([...usedTypeNames, names.api, names.raw, names.library, names.globals]);
  const result = new Map<string, string>();
  for (const container of module.containers.values()) {
    const name = uniqueIdentifier(container.name, taken);
    taken.add(name);
    result.set(container.id, name);
  }
  return result;
}
