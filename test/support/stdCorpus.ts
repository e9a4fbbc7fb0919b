import { execFileSync } from "node:child_process";
import { refine } from "../../server/src/layout/refine.ts";
import type { Container, FfiModule } from "../../server/src/model/decls.ts";
import { createLayouts } from "../../server/src/layout/layouts.ts";
import { zigRulesOf } from "../../server/src/layout/zigRules.ts";
import type { Zig } from "../../server/src/toolchain/findZig.ts";
import { probeModule } from "../../server/src/toolchain/probe/probeModule.ts";
import { sourceReader } from "../../server/src/toolchain/probe/sourceReader.ts";
import { moduleOfFile, targetOf } from "./probing.ts";

export const stdFiles = ["os/linux.zig", "c.zig", "elf.zig", "macho.zig", "coff.zig", "os/windows.zig"] as const;

export interface Count {
  readonly file: string;
  /** Extern and packed structs and unions, and enums, that the file declares. */
  readonly types: number;
  /** Those that the compiler has an answer for on the target. */
  readonly answered: number;
  /** Those of them that our own rules know. */
  readonly known: number;
  readonly wrong: readonly string[];
}

/**
 * The toolchain's own std as an FfiModule. `only`: files to read, with those that lead to them; types of others are unknown then, which
 * saves most of the time.
 */
export function stdModule(zig: Zig, only?: readonly string[]): FfiModule {
  const folder = stdFolder(zig);
  const wanted = only === undefined ? undefined : new Set(["std.zig", "os.zig", ...only].map((name) => `${folder}/${name}`));
  const read = sourceReader();
  return moduleOfFile(`${folder}/std.zig`, (path) => (wanted === undefined || wanted.has(path) ? read(path) : undefined));
}

/** Compares our layouts of the given files with the compiler's. */
export async function compareStd(module: FfiModule, options: CompareOptions): Promise<readonly Count[]> {
  const { zig, triple, cacheFolder, files } = options;
  const folder = stdFolder(zig);
  const target = targetOf(triple);
  const listed = [...module.containers.values()].filter(
    (item) => hasLayout(item) && files.some((name) => item.span.file === `${folder}/${name}`),
  );
  const asked = { ...module, exports: [], containers: new Map(listed.map((item) => [item.id, item])) };
  const result = await probeModule({ module: asked, target, zig, cacheFolder, timeoutMs: 400_000 });
  if (result.kind !== "answered") throw new Error(`${triple}: ${JSON.stringify(result)}`);
  const { answer } = result;
  const layouts = createLayouts(module, target, { rules: zigRulesOf(zig.version) });
  const { issues } = refine(module, answer, target);
  return files.map((name) => {
    const file = `${folder}/${name}`;
    const own = listed.filter((item) => item.span.file === file);
    const answered = own.filter(({ id }) => answer.containers.has(id));
    const known = answered.filter(({ id }) => layouts.container(id).kind === "known");
    const wrong = issues.filter((issue) => issue.zig?.span.file === file).map(({ message }) => message);
    return { file: name, types: own.length, answered: answered.length, known: known.length, wrong };
  });
}

export interface CompareOptions {
  readonly zig: Zig;
  readonly triple: string;
  readonly cacheFolder: string;
  readonly files: readonly string[];
}

/** One line a file, for the log of a test. */
export function countLines(counts: readonly Count[]): readonly string[] {
  return counts.map(
    ({ file, types, answered, known, wrong }) =>
      `${file}: ${types} types, ${answered} answered by the compiler, ${known} of them known statically (${percent(known, answered)} %), ${wrong.length} wrong`,
  );
}

export function knownShare(counts: readonly Count[]): number {
  const sum = (read: (count: Count) => number): number => counts.reduce((total, count) => total + read(count), 0);
  return sum(({ known }) => known) / sum(({ answered }) => answered);
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "-" : ((100 * part) / whole).toFixed(1);
}

function hasLayout(container: Container): boolean {
  return container.kind === "enum" || ((container.kind === "struct" || container.kind === "union") && container.layout !== "auto");
}

function stdFolder(zig: Zig): string {
  const [program = "", ...args] = zig.command;
  const output = execFileSync(program, [...args, "env"], { encoding: "utf8" });
  const folder = /"?std_dir"?\s*[:=]\s*"(?<folder>[^"]+)"/.exec(output)?.groups?.["folder"];
  if (folder === undefined) throw new Error(`zig env names no std_dir: ${output}`);
  return folder.replaceAll("\\\\", "/").replaceAll("\\", "/");
}
