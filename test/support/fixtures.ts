import { readdirSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..").replaceAll("\\", "/");
export const fixturesFolder = `${root}/zig-fixtures`;
export const fixtures: readonly string[] = readdirSync(fixturesFolder).sort();

/** The compiler that `npm test` found or installed. */
export function testZig(): string {
  const zig = process.env["ZIG_FFI_TEST_ZIG"];
  if (zig === undefined) throw new Error("ZIG_FFI_TEST_ZIG is not set: run the tests through npm test");
  return zig;
}
