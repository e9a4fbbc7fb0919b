import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { hostPaths, hostPins, projectRoot, type HostPaths } from "./hostPaths.ts";
import { findChromium } from "./chromium.ts";

/** What is missing before tests can run in the host; nothing when they can. */
export function missingFromHost(env: NodeJS.ProcessEnv): readonly string[] {
  const paths = hostPaths(env);
  return [
    ...(isInstalled(paths) ? [] : [`code-server ${hostPins.codeServer} in ${paths.cache}`]),
    ...(findChromium(env) === undefined ? ["Chromium on PATH (or in ZIG_FFI_CHROMIUM)"] : []),
  ];
}

/** Puts the pinned code-server into the cache. Throws with npm's output when a step fails; the next call starts over. */
export function installHost(env: NodeJS.ProcessEnv, onStep: (text: string) => void): HostPaths {
  const paths = hostPaths(env);
  if (!isInstalled(paths)) {
    rmSync(paths.receipt, { force: true });
    mkdirSync(paths.cache, { recursive: true });
    writeFileSync(
      join(paths.cache, "package.json"),
      JSON.stringify({ private: true, dependencies: { "code-server": hostPins.codeServer } }),
    );
    onStep(`npm: code-server ${hostPins.codeServer}`);
    npmInstall(paths.cache, env);
    onStep("npm: what its VS Code server depends on");
    npmInstall(paths.serverRoot, env);
    onStep("npm: TypeScript for the built-in TypeScript extension");
    npmInstall(join(paths.serverRoot, "extensions"), env);
    replaceNativeModules(paths);
    removeUnused(paths);
    writeFileSync(paths.receipt, receiptText());
  }
  writeExecutable(paths);
  return paths;
}

function isInstalled(paths: HostPaths): boolean {
  return existsSync(paths.receipt) && readFileSync(paths.receipt, "utf8") === receiptText() && existsSync(paths.serverMain);
}

function receiptText(): string {
  return JSON.stringify(hostPins);
}

function npmInstall(cwd: string, env: NodeJS.ProcessEnv): void {
  const args = ["install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const PATH = dirname(process.execPath) + delimiter + (env["PATH"] ?? "");
  const result = spawnSync("npm", args, { cwd, encoding: "utf8", maxBuffer: 1 << 26, env: { ...env, PATH } });
  if (result.status === 0) return;
  throw new Error(
    `npm ${args.join(" ")} in ${cwd} failed (${result.error?.message ?? String(result.status)})\n${result.stdout}${result.stderr}`,
  );
}

/**
 * The extension host does not come up without these two native modules, and no prebuilt binaries exist for them. A log to a file
 * and a watchdog that does nothing (the adapter ends what it starts) need no compiler.
 */
function replaceNativeModules(paths: HostPaths): void {
  const put = (name: string, text: string): void =>
    writeFileSync(join(paths.serverRoot, "node_modules", "@vscode", name, "index.js"), text);
  put("native-watchdog", "exports.start = () => {};\nexports.exit = (code) => process.exit(code || 0);\n");
  put(
    "spdlog",
    `const fs = require("fs"), path = require("path");
class Logger {
  constructor(_type, _name, file) { fs.mkdirSync(path.dirname(file), { recursive: true }); this.fd = fs.openSync(file, "a"); }
  write(text) { if (this.fd !== undefined) fs.writeSync(this.fd, this.plain ? text : new Date().toISOString() + " " + text + "\\n"); }
  getLevel() { return 0; } setLevel() {} setPattern() {} clearFormatters() { this.plain = true; } flush() {} setAsyncMode() {}
  drop() { if (this.fd !== undefined) { fs.closeSync(this.fd); this.fd = undefined; } }
}
for (const level of ["trace", "debug", "info", "warn", "error", "critical"]) Logger.prototype[level] = function (text) { this.write(text); };
exports.version = 0; exports.setLevel = exports.setFlushOn = () => {}; exports.Logger = Logger;
exports.createRotatingLogger = exports.createAsyncRotatingLogger = async (name, file) => new Logger("rotating", name, file);
`,
  );
}

/** Assistants are no part of an extension test; they cost start time and disk, and fill the log with sign-in errors. */
function removeUnused(paths: HostPaths): void {
  const unused = [
    "extensions/copilot",
    "extensions/mermaid-markdown-features",
    "extensions/tunnel-forwarding",
    "node_modules/@github/copilot",
    "node_modules/@github/copilot-linux-x64",
    "node_modules/@microsoft/mxc-sdk",
  ];
  for (const folder of unused) rmSync(join(paths.serverRoot, folder), { recursive: true, force: true });
}

function writeExecutable(paths: HostPaths): void {
  const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  const command = [process.execPath, join(projectRoot, "scripts", "host", "code.ts")].map(quote).join(" ");
  writeFileSync(paths.executable, `#!/bin/sh\nZIG_FFI_HOST_DIR=${quote(paths.cache)} exec ${command} "$@"\n`);
  chmodSync(paths.executable, 0o755);
}
