// The main job on real input: builds each fixture, generates its bindings, and plays a short scene that prints what it calls and gets.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectZig } from "../server/src/toolchain/projectZig.ts";

interface Scene {
  readonly scene: (print: (line: string) => void) => void | Promise<void>;
}

const root = join(import.meta.dirname, "..");
const fixtures = join(root, "zig-fixtures");
const order = ["vec", "similarity", "scan", "kv", "graph", "zoo"];
const wanted = process.argv.slice(2);
const zig = await projectZig({ root, env: process.env });
if (zig.kind === "missing") throw new Error(`no Zig for the demo: run "npm run setup". ${zig.fix}`);
const env = { ...process.env, ZIG: zig.command[0] };

for (const name of readdirSync(fixtures).sort((a, b) => order.indexOf(a) - order.indexOf(b))) {
  const script = join(fixtures, name, "scene.ts");
  if ((wanted.length > 0 && !wanted.includes(name)) || !existsSync(script)) continue;
  console.log(`\n${"=".repeat(8)} ${name} ${"=".repeat(60 - name.length)}`);
  zigFfi(name, "build");
  zigFfi(name, "generate");
  const { scene } = (await import(pathToFileURL(script).href)) as Scene;
  await scene((line) => console.log(line));
}

function zigFfi(fixture: string, command: string): void {
  const result = spawnSync(process.execPath, [join(root, "dist/cli.js"), command], { cwd: join(fixtures, fixture), stdio: "inherit", env });
  if (result.status !== 0) throw new Error(`zig-ffi ${command} failed for ${fixture} with exit code ${String(result.status)}`);
}
