// Speed of the language server: a keystroke to its diagnostics, and a first look at a folder. Numbers of server time, without the delay.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { diagnosticsOf } from "../../server/src/features/diagnostics.ts";
import { bufferHost } from "../../server/src/lsp/bufferHost.ts";
import { createFileIndex } from "../../server/src/lsp/fileIndex.ts";
import { createProject, type Project } from "../../server/src/lsp/project.ts";
import { uriOfPath } from "../../server/src/lsp/uris.ts";
import { parseTarget } from "../../server/src/model/target.ts";
import type { ScriptParser } from "../../server/src/syntax/bindings/scriptGrammar.ts";
import type { ZigParser } from "../../server/src/syntax/grammar.ts";
import { bundledParser, bundledScriptParser, packageVersion } from "../../server/src/workspace/package.ts";

const keystrokes = 80;
const file = "/bench/lib.zig";

/** `std`: folder of the compiler's own library, the large tree at hand. */
export async function lspRows(std: string): Promise<readonly string[]> {
  const parser = await bundledParser();
  const first = await indexRow(parser, std);
  const small = exportsText(200);
  const script: Script = { path: "/bench/hand.ts", text: declarationsText(200), parser: await bundledScriptParser() };
  const large = small + librarySources(parser, std, 1_600_000 - small.length);
  return [
    first,
    keystrokeRow(parser, "200 exports, in a body", small, { at: "return sum", typed: "x" }),
    keystrokeRow(parser, "200 exports, in a signature", small, { at: "items_len: usize, p", typed: "x" }),
    keystrokeRow(parser, "200 exports and declarations, in a body", small, { at: "return sum", typed: "x", script }),
    keystrokeRow(parser, "200 exports and declarations, in a signature", small, { at: "items_len: usize, p", typed: "x", script }),
    keystrokeRow(parser, "1.6 MB, in a body", large, { at: "return sum", typed: "x" }),
    keystrokeRow(parser, "1.6 MB, in a signature", large, { at: "items_len: usize, p", typed: "x" }),
    keystrokeRow(parser, "1.6 MB, a brace opened and removed", large, { at: "return sum", typed: "{" }),
  ];
}

function exportsText(count: number): string {
  const functions = Array.from(
    { length: count },
    (_, i) => `/// Number ${i}.
/// @slice items items_len
pub export fn f${i}(items: [*]const u8, items_len: usize, p: *const T${i % 50}) i32 {
    var sum: i32 = 0;
    for (items[0..items_len]) |x| sum += x;
    return sum + p.a;
}
`,
  );
  const types = Array.from({ length: 50 }, (_, i) => `pub const T${i} = extern struct { a: i32, b: u8, c: f64 };\n`);
  return functions.join("") + types.join("");
}

function declarationsText(count: number): string {
  const entries = Array.from({ length: count }, (_, i) => `  f${i}: { args: ["ptr", "usize", "ptr"], returns: "i32" },\n`);
  return `import { dlopen } from "bun:ffi";\nexport const { symbols } = dlopen("./liblib.so", {\n${entries.join("")}});\n`;
}

/** Real code: files of the standard library that are no structs of fields and have no syntax that the grammar refuses. */
function librarySources(parser: ZigParser, std: string, length: number): string {
  let text = "";
  for (const name of readdirSync(std, { recursive: true, encoding: "utf8" }).sort()) {
    if (text.length >= length) break;
    if (!name.endsWith(".zig")) continue;
    const source = readFileSync(join(std, name), "utf8");
    const outline = parser.outline(source, name);
    if (outline.problems.length === 0 && !outline.root.members.some(({ kind }) => kind === "field"))
      text += `${source.replaceAll(/@import\("[^"]+\.zig"\)/g, '@import("std")')}\n`;
  }
  return text;
}

interface Keystrokes {
  /** Where it is typed, in the 100th function. */
  readonly at: string;
  readonly typed: string;
  /** Declares all of the exports by hand. */
  readonly script?: Script;
}

interface Script {
  readonly path: string;
  readonly text: string;
  readonly parser: ScriptParser;
}

function keystrokeRow(parser: ZigParser, name: string, source: string, { at, typed, script }: Keystrokes): string {
  const buffer = { text: source };
  const project = projectOf(parser, (path) => (path === file ? buffer.text : path === script?.path ? script.text : undefined), script);
  const place = source.indexOf(at, source.indexOf("fn f100("));
  const times: Time[] = [];
  for (let i = 0; i < keystrokes; i++) {
    buffer.text = i % 2 === 0 ? source.slice(0, place) + typed + source.slice(place) : source;
    const start = now();
    project.touch(file);
    diagnosticsOf(project.snapshot, file);
    for (const path of script === undefined ? [] : [script.path]) diagnosticsOf(project.snapshot, path);
    times.push(since(start));
  }
  return row(name, times.slice(10));
}

function projectOf(parser: ZigParser, openText: (path: string) => string | undefined, script?: Script): Project {
  const index = createFileIndex();
  index.set(file, openText(file) ?? "");
  if (script !== undefined) index.set(script.path, script.text);
  const target = parseTarget("x86_64-linux-gnu");
  if (target === undefined) throw new Error("no target");
  const host = bufferHost(openText);
  const project = createProject({
    host,
    parser,
    index,
    version: packageVersion(),
    target,
    uri: uriOfPath,
    docs: () => undefined,
    scripts: () => script?.parser,
  });
  project.rebuild(["/bench"]);
  return project;
}

async function indexRow(parser: ZigParser, std: string): Promise<string> {
  const times: Time[] = [];
  let libraries = 0;
  let files = 0;
  for (let i = 0; i < 3; i++) {
    const index = createFileIndex();
    const target = parseTarget("x86_64-linux-gnu");
    if (target === undefined) throw new Error("no target");
    const host = bufferHost(() => undefined);
    const project = createProject({ host, parser, index, version: "0", target, uri: uriOfPath, docs: () => undefined });
    const start = now();
    await index.addFolder(std, { isCancelled: () => false, report: () => undefined });
    project.rebuild([std]);
    times.push(since(start));
    libraries = project.snapshot.libraries.length;
    files = index.scans.size;
  }
  return `${row(`first look at ${files} Zig files`, times)}   ${libraries} libraries`;
}

/** Milliseconds: by the clock, and those of this thread alone, which other programs on the machine do not lengthen. */
interface Time {
  readonly clock: number;
  readonly own: number;
}

function now(): Time {
  const { user, system } = process.threadCpuUsage();
  return { clock: performance.now(), own: (user + system) / 1000 };
}

function since(start: Time): Time {
  const end = now();
  return { clock: end.clock - start.clock, own: end.own - start.own };
}

function row(name: string, times: readonly Time[]): string {
  const cells = (["clock", "own"] as const).flatMap((kind) => {
    const sorted = times.map((time) => time[kind]).sort((a, b) => a - b);
    return [0.5, 0.95].map((share) => `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(1)} ms`);
  });
  return name.padEnd(44) + cells.map((text) => text.padStart(11)).join("");
}
