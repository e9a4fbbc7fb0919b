// Runs a script on the pinned Node 24 from node_modules, whatever Node started us: `node scripts/node24.mjs FILE [ARG..]`.
// Plain JavaScript on purpose: older Nodes cannot strip types. Without the platform package a recent enough own Node will do.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const platform = process.platform === "win32" ? "win" : process.platform;
const prefix = platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
const folder = join(root, "node_modules", `${prefix}-${platform}-${process.arch}`, "bin");
const pinned = join(folder, platform === "win" ? "node.exe" : "node");

const [major, minor] = process.versions.node.split(".").map(Number);
const ownIsRecent = major > 22 || (major === 22 && minor >= 18);
if (!existsSync(pinned) && !ownIsRecent) {
  console.error(
    `zig-ffi: ${pinned} is missing and Node ${process.versions.node} is older than 22.18. Run "npm ci" (with optional dependencies), or use a newer Node.`,
  );
  process.exit(2);
}
const node = existsSync(pinned) ? pinned : process.execPath;
const result = spawnSync(node, process.argv.slice(2), {
  stdio: "inherit",
  env: { ...process.env, NODE_OPTIONS: process.env.NODE_OPTIONS ?? "" },
});
if (result.error) throw result.error;
process.exit(result.status ?? 1);
