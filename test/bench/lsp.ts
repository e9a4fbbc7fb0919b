// Speed of the language server: a keystroke to its diagnostics, and a first look at a folder. Numbers of server time, without the delay.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { diagnosticsOf } from "../../server/src/features/diagnostics.ts";
import { bufferHost } from "../../server/src/lsp/bufferHost.ts";
import { createFileIndex } from "../../server/src/lsp/fileIndex.ts";
import { createProject, type Project } from "../../server/src/lsp/project.ts";
import { uriOfPath } from "../../server/src/lsp/uris.ts";
import { parseTarget } from "../../server/src/model/target.ts";
import type { ZigParser } from "../../server/src/syntax/grammar.ts";
import { bundledParser, packageVersion } from "../../server/src/workspace/package.ts";

const keystrokes = 80;
const file = "/bench/lib.zig";

/** `std`: folder of the compiler's own library, the large tree at hand. */
export async function lspRows(std: string): Promise<readonly string[]> {
  const parser = await bundledParser();
  const first = await indexRow(parser, std);
  const small = exportsText(200);
  const large = small + librarySources(parser, std, 1_600_000 - small.length);
  return [
    first,
    keystrokeRow(parser, "200 exports, in a body", small, { at: "return sum", typed: "x" }),
    keystrokeRow(parser, "200 exports, in a signature", small, { at: "items_len: usize, p", typed: "x" }),
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

function keystrokeRow(
  parser: ZigParser,
  name: string,
  source: string,
  { at, typed }: { readonly at: string; readonly typed: string },
): string {
  const buffer = { text: source };
  const project = projectOf(parser, (path) => (path === file ? buffer.text : undefined));
  const place = source.indexOf(at, source.indexOf("fn f100("));
  const times: number[] = [];
  for (let i = 0; i < keystrokes; i++) {
    buffer.text = i % 2 === 0 ? source.slice(0, place) + typed + source.slice(place) : source;
    const start = performance.now();
    project.touch(file);
    diagnosticsOf(project.snapshot, file);
    times.push(performance.now() - start);
  }
  return row(name, times.slice(10));
}

function projectOf(parser: ZigParser, openText: (path: string) => string | undefined): Project {
  const index = createFileIndex();
  index.set(file, openText(file) ?? "");
  const target = parseTarget("x86_64-linux-gnu");
  if (target === undefined) throw new Error("no target");
  const host = bufferHost(openText);
  const project = createProject({ host, parser, index, version: packageVersion(), target, uri: uriOfPath, docs: () => undefined });
  project.rebuild(["/bench"]);
  return project;
}

async function indexRow(parser: ZigParser, std: string): Promise<string> {
  const times: number[] = [];
  let libraries = 0;
  let files = 0;
  for (let i = 0; i < 3; i++) {
    const index = createFileIndex();
    const target = parseTarget("x86_64-linux-gnu");
    if (target === undefined) throw new Error("no target");
    const host = bufferHost(() => undefined);
    const project = createProject({ host, parser, index, version: "0", target, uri: uriOfPath, docs: () => undefined });
    const start = performance.now();
    await index.addFolder(std, { isCancelled: () => false, report: () => undefined });
    project.rebuild([std]);
    times.push(performance.now() - start);
    libraries = project.snapshot.libraries.length;
    files = index.scans.size;
  }
  return `${row(`first look at ${files} Zig files`, times)}   ${libraries} libraries, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB in use`;
}

function row(name: string, times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const cell = (share: number): string =>
    `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(1)} ms`;
  return name.padEnd(36) + [cell(0.5), cell(0.95)].map((text) => text.padStart(11)).join("");
}
