// `npm run bench`: speed as ratios within one run. The vec fixture is built in ReleaseFast for it, in a folder of its own.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createCliContext, selectLibraries } from "../../server/src/cli/context.ts";
import { generateText } from "../../server/src/cli/generate.ts";
import { projectZig } from "../../server/src/toolchain/projectZig.ts";
import { fixtures, fixturesFolder, root } from "../support/fixtures.ts";
import { checkRow } from "./check.ts";
import { discoveryRows } from "./discovery.ts";
import { lspRows } from "./lsp.ts";
import { folderRow, startRow } from "./lspStart.ts";
import { specRunRows } from "./specRuns.ts";

const folder = mkdtempSync(join(tmpdir(), "zig-ffi-bench-"));
try {
  await buildVec();
  process.env["ZIG_FFI_LIBRARY_VEC"] = join(folder, "libvec.so");
  const { vecRows } = await import("./vec.ts");
  console.log(
    `ns per call (Node ${process.version})`.padEnd(36) +
      ["generated", "bare", "idiomatic", "gen/bare", "idiom/gen"].map((head) => head.padStart(11)).join(""),
  );
  for (const { name, ns } of vecRows()) {
    const { generated = NaN, bare, idiomatic = NaN } = ns;
    const cells = [generated, bare, idiomatic, bare === undefined ? undefined : generated / bare, idiomatic / generated];
    console.log(
      name.padEnd(36) +
        cells.map((cell, i) => (cell === undefined ? "-" : i < 3 ? cell.toFixed(1) : `${cell.toFixed(2)}x`).padStart(11)).join(""),
    );
  }
  await generationTime();
  console.log(await checkRow());
  for (const row of await discoveryRows()) console.log(row);
  await languageServer();
  await specRuns();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function buildVec(): Promise<void> {
  const zig = await projectZig({ root, env: process.env });
  if (zig.kind === "missing") throw new Error(zig.fix);
  const [program = "zig", ...lead] = zig.command;
  const output = join(folder, "libvec.so");
  const args = [
    "build-lib",
    "-dynamic",
    "-O",
    "ReleaseFast",
    "-lc",
    "--name",
    "vec",
    `-femit-bin=${output}`,
    "--cache-dir",
    join(folder, "cache"),
    `${fixturesFolder}/vec/src/vec.zig`,
  ];
  const result = spawnSync(program, [...lead, ...args], { encoding: "utf8" });
  if (result.status !== 0) throw new Error(`zig build-lib failed: ${result.stderr}`);
}

async function languageServer(): Promise<void> {
  const zig = await projectZig({ root, env: process.env });
  if (zig.kind === "missing") throw new Error(zig.fix);
  console.log(`\n${"language server".padEnd(44)}${["median", "p95", "own median", "own p95"].map((head) => head.padStart(11)).join("")}`);
  const std = join(dirname(zig.command[0] ?? ""), "lib", "std");
  for (const row of await lspRows(std)) console.log(row);
  console.log(await startRow("vec", "src/vec.zig"));
  console.log(await folderRow(std));
}

async function specRuns(): Promise<void> {
  const zig = await projectZig({ root, env: process.env });
  if (zig.kind === "missing") throw new Error(zig.fix);
  console.log(`\n${"specs".padEnd(36)}${"median".padStart(11)}`);
  for (const row of await specRunRows(zig.command[0] ?? "")) console.log(row);
}

async function generationTime(): Promise<void> {
  const start = performance.now();
  let lines = 0;
  for (const name of fixtures) {
    const context = await createCliContext({ cwd: `${fixturesFolder}/${name}` });
    for (const library of selectLibraries(context, [])) lines += generateText(context, library).text.split("\n").length;
  }
  console.log(
    `\ngenerating the bindings of all ${fixtures.length} fixtures (${lines} lines), parser start included: ${(performance.now() - start).toFixed(0)} ms`,
  );
}
