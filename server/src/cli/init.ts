import { join } from "node:path";
import { relativePath, stemOf } from "../model/path.ts";
import { configFileName } from "../workspace/config.ts";
import { discoverRoots } from "../workspace/discover.ts";
import { CliError, createCliContext, type GlobalOptions } from "./context.ts";
import { note } from "./output.ts";
import { readFileOrNull, writeFileAtomically } from "../workspace/writeFile.ts";

/** `zig-ffi init`: writes a `zig-ffi.json` for the libraries found below the working directory. Never overwrites one. */
export async function init(options: GlobalOptions): Promise<number> {
  const context = await createCliContext(options);
  const file = join(context.cwd, configFileName);
  if (readFileOrNull(file) !== null) throw new CliError(`${context.show(file)} exists already`);
  const roots = discoverRoots(context.cwd, context);
  if (roots.length === 0)
    throw new CliError(`no .zig file below ${context.cwd} has an export fn: write one, then run "zig-ffi init" again`);
  const stems = roots.map(stemOf);
  const libraries = roots.map((root) => {
    const path = relativePath(context.cwd, root);
    const stem = stemOf(root);
    const isUnique = stems.filter((each) => each === stem).length === 1;
    const name = isUnique ? stem : path.replace(/\.zig$/, "").replace(/[^A-Za-z0-9]+/g, "_");
    return { name, root: path, out: `${path.replace(/\.zig$/, "")}.ffi.ts` };
  });
  writeFileAtomically(file, `${JSON.stringify({ $schema: "./node_modules/zig-ffi/zig-ffi.schema.json", libraries }, null, 2)}\n`);
  note(`${context.show(file)}: ${libraries.map(({ name }) => name).join(", ")}. Next: "zig-ffi build", then "zig-ffi generate"`);
  return 0;
}
