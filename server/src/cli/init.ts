import { join } from "node:path";
import { relativePath, stemOf } from "../model/path.ts";
import { configFileName, nameClash } from "../workspace/config.ts";
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
  const paths = roots.map((root) => relativePath(context.cwd, root));
  const names = namesOf(paths);
  const libraries = paths.map((path, i) => ({ name: names[i] ?? "", root: path, out: `${path.replace(/\.zig$/, "")}.ffi.ts` }));
  writeFileAtomically(file, `${JSON.stringify({ $schema: "./node_modules/zig-ffi/zig-ffi.schema.json", libraries }, null, 2)}\n`);
  note(`${context.show(file)}: ${libraries.map(({ name }) => name).join(", ")}. Next: "zig-ffi build", then "zig-ffi generate"`);
  return 0;
}

/** The stem of each root, its whole path where others have the same stem, and a number where that is taken as well. */
function namesOf(paths: readonly string[]): readonly string[] {
  const stems = paths.map((path) => legalName(stemOf(path)));
  const isUnique = (stem: string): boolean => stems.filter((each) => nameClash(each, stem) !== undefined).length === 1;
  const names = stems.filter(isUnique);
  return paths.map((path, i) => {
    const stem = stems[i] ?? "";
    if (isUnique(stem)) return stem;
    const name = freeName(legalName(path.replace(/\.zig$/, "").replace(/[^A-Za-z0-9]+/g, "_")), names);
    names.push(name);
    return name;
  });
}

/** What the configuration allows. */
function legalName(text: string): string {
  const name = text.replace(/[^A-Za-z0-9_.-]/g, "_");
  return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted;
  for (let number = 2; taken.some((other) => nameClash(other, name) !== undefined); number++) name = `${wanted}_${number}`;
  return name;
}
