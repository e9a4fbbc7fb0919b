// Speed of specs: `zig-ffi test` next to plain `node --test` on the same file, and the way from saving a Zig file to new results.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixturesFolder, root } from "../support/fixtures.ts";

const cli = join(root, "dist/cli.js");
const runs = 9;
const edits = 7;

/** The limits are goals of the project: 1.5 times, and 300 ms on top of the build. */
export async function specRunRows(zig: string): Promise<readonly string[]> {
  mkdirSync(join(root, ".cache"), { recursive: true });
  // Inside this package, so that specs find it and koffi.
  const project = mkdtempSync(join(root, ".cache/bench-"));
  try {
    for (const name of ["src", "bindings.ts", "vec.spec.ts", "zig-ffi.json"])
      cpSync(`${fixturesFolder}/vec/${name}`, join(project, name), { recursive: true });
    const environment = { ...process.env, ZIG: zig, NO_COLOR: "1" };
    const [plain, own] = startTimes(project, environment);
    const latency = await watchLatency(project, environment);
    return [
      `${"node --test, warm library".padEnd(36)}${milliseconds(plain)}`,
      `${"zig-ffi test, warm library".padEnd(36)}${milliseconds(own)}   ${(own / plain).toFixed(2)}x (goal 1.5x)`,
      `${"saved to results, without the build".padEnd(36)}${milliseconds(latency)}   (goal 300 ms)`,
    ];
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

/** Taking turns, so that a busy machine disturbs both alike. */
function startTimes(cwd: string, env: NodeJS.ProcessEnv): readonly [plain: number, own: number] {
  const time = (args: readonly string[], more: NodeJS.ProcessEnv = {}): number => {
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { cwd, env: { ...env, ...more }, encoding: "utf8" });
    if (status !== 0) throw new Error(`${args.join(" ")} ended with ${String(status)}: ${stderr}`);
    return performance.now() - started;
  };
  const specs = (): number => time([cli, "test"]);
  const library = join(cwd, "zig-out/lib/libvec.so");
  const nodeTest = (): number => time(["--disable-warning=ExperimentalWarning", "--test", "vec.spec.ts"], { ZIG_FFI_LIBRARY_VEC: library });
  specs();
  const times = Array.from({ length: runs }, () => [nodeTest(), specs()] as const);
  return [median(times.map(([plain]) => plain)), median(times.map(([, own]) => own))];
}

async function watchLatency(cwd: string, env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, [cli, "test", "--watch"], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  let arrived = 0;
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (chunk.includes(" passed in ")) arrived = performance.now();
    });
  try {
    const file = join(cwd, "src/vec.zig");
    const source = readFileSync(file, "utf8");
    await until(
      child,
      () => text.includes("watching for changes"),
      () => text,
    );
    const times: number[] = [];
    for (let edit = 0; edit < edits; edit++) {
      // Editors do not save at once after a run.
      await new Promise((resolve) => setTimeout(resolve, 300));
      text = "";
      const saved = performance.now();
      writeFileSync(file, `${source}\n// ${"x".repeat(edit + 1)}\n`);
      await until(
        child,
        () => text.includes(" passed in ") && text.includes("watching for changes"),
        () => text,
      );
      const build = Number(/ built in ([\d.]+) s/.exec(text)?.[1] ?? NaN) * 1000;
      times.push(arrived - saved - build);
    }
    return median(times);
  } finally {
    child.kill("SIGINT");
  }
}

async function until(child: ChildProcess, condition: () => boolean, text: () => string): Promise<void> {
  const end = performance.now() + 120_000;
  while (!condition()) {
    if (child.exitCode !== null || performance.now() > end) throw new Error(`zig-ffi test --watch went wrong:\n${text()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function milliseconds(value: number): string {
  return `${value.toFixed(0)} ms`.padStart(11);
}
