import { hasSymbol, type Native } from "./loading.ts";

/** What the source exports only under a condition, and the source file that does. */
interface ConditionalExport {
  readonly symbol: string;
  readonly file: string;
}

/** A function that the library may lack: then the call says so, not the loading. */
export function ifExported<F>(native: Native, wanted: ConditionalExport, bind: () => F): F | (() => never) {
  if (hasSymbol(native.library, wanted.symbol)) return bind();
  return () => notExported(native, wanted);
}

/** The address of a variable that the library may lack. */
export function addressIfExported(native: Native, wanted: ConditionalExport): number {
  return hasSymbol(native.library, wanted.symbol) ? Number(native.library.symbol(wanted.symbol)) : notExported(native, wanted);
}

function notExported({ path }: Native, { symbol, file }: ConditionalExport): never {
  throw new Error(`${path} does not export ${symbol}: ${file} exports it only under a condition, which did not hold for this build`);
}
