// Runs the tests on the pinned Node with a Zig compiler; `--long`: those of test/long. Arguments are passed on: `npm test -- --test-name-pattern layout`.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { projectZig } from "../server/src/toolchain/projectZig.ts";

const root = join(import.meta.dirname, "..");
const args = process.argv.slice(2);
const named = args.filter((arg) => arg.endsWith(".test.ts"));
const isLong = args.includes("--long");
const all = (): string[] =>
  isLong
    ? globSync(["test/long/**/*.test.ts"], { cwd: root })
    : globSync(["test/**/*.test.ts"], { cwd: root, ignore: ["test/bench/**", "test/long/**"] });
const files = named.length > 0 ? named : all().sort();
const flags = args.filter((arg) => !arg.endsWith(".test.ts") && arg !== "--long");
const zig = await projectZig({ root, env: process.env });
if (zig.kind === "missing") throw new Error(`no Zig for the tests: run "npm run setup". ${zig.fix}`);
const result = spawnSync(
  process.execPath,
  ["--test", "--test-concurrency=2", `--test-timeout=${isLong ? 3_600_000 : 600_000}`, ...flags, ...files],
  {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ZIG_FFI_TEST_ZIG: zig.command[0] },
  },
);
process.exitCode = result.status ?? 1;
