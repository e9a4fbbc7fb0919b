import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const files = {
  "src/font.zig": `/// Loads the font of a size, in points.
export fn font_load(size: f32, flags: u32) i32 {
    return @as(i32, @intFromFloat(size)) + @as(i32, @intCast(flags));
}

/// Gives it back.
export fn font_free(handle: i32) void {
    _ = handle;
}
`,
  "bun.ts": `import { dlopen, FFIType } from "bun:ffi";

export const { symbols } = dlopen("./libfont.so", {
  font_load: { args: [FFIType.f32, FFIType.u32], returns: FFIType.i32 },
  font_free: { args: [FFIType.i32], returns: FFIType.void },
});
`,
  "bun-ffi.d.ts": `declare module "bun:ffi" {
  type Symbols = Record<string, { readonly args?: readonly number[]; readonly returns?: number }>;
  export const FFIType: Readonly<Record<"f32" | "u32" | "u64" | "i32" | "void", number>>;
  export function dlopen<T extends Symbols>(path: string, symbols: T): { readonly symbols: { readonly [K in keyof T]: (...args: number[]) => number } };
}
`,
  "tsconfig.json": JSON.stringify({
    compilerOptions: { target: "es2022", module: "nodenext", strict: true, noEmit: true, allowImportingTsExtensions: true, types: [] },
  }),
  "node.mjs": `import koffi from "koffi";

const lib = koffi.load("./libfont.so");
export const font_load = lib.func("int32_t font_load(float size, uint32_t flags)");
export const font_free = lib.func("void font_free(int32_t handle)");
`,
  "use.ts": `import { symbols } from "./bun.ts";

export const handle = symbols.font_load(12, 1);
`,
};

/** A library that two scripts declare by hand, with bun:ffi and with koffi. Everything agrees. */
export function writeHandWritten(folder: string): void {
  mkdirSync(join(folder, "src"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}
