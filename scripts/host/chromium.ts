import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

/** The browser that is the window: ZIG_FFI_CHROMIUM, else the first known name on PATH. */
export function findChromium(env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = [env["ZIG_FFI_CHROMIUM"] ?? "", ...folders.flatMap((folder) => names.map((name) => join(folder, name)))];
  return candidates.find((file) => file !== "" && existsSync(file));
}

/** Installs Debian's package when this process may; the returned text says why not, or what went wrong. */
export function installChromium(env: NodeJS.ProcessEnv): string | undefined {
  const byHand = 'Install one (Debian: "apt-get install --no-install-recommends chromium"), or name it in ZIG_FFI_CHROMIUM.';
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
    return `no Chromium on PATH, and only root on a Debian system can install it here. ${byHand}`;
  const apt = (...args: readonly string[]): boolean =>
    spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"], env: { ...env, DEBIAN_FRONTEND: "noninteractive" } }).status === 0;
  const install = ["install", "-y", "-q", "--no-install-recommends", "chromium"];
  if (apt("update", "-q") && apt(...install)) return undefined;
  return `apt-get could not install chromium. ${byHand}`;
}
