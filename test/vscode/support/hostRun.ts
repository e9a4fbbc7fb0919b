import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { globSync } from "tinyglobby";
import { hostPaths } from "../../../scripts/host/hostPaths.ts";
import { missingFromHost } from "../../../scripts/host/install.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const failures = join(root, ".cache", "vscode-failures");

/**
 * ZIG_FFI_HOST says which VS Code the tests run in. Unset: the host of `npm run setup:host`, and where it is missing the tests are skipped.
 * `required`: the same, but a missing host is a failure (continuous integration). `desktop`: one that @vscode/test-electron downloads.
 */
export type HostChoice =
  { readonly kind: "host" | "desktop" } | { readonly kind: "missing"; readonly text: string; readonly isFailure: boolean };

export function chooseHost(env: NodeJS.ProcessEnv): HostChoice {
  if (env["ZIG_FFI_HOST"] === "desktop") return { kind: "desktop" };
  const missing = missingFromHost(env);
  if (missing.length === 0) return { kind: "host" };
  const text = `NO TEST IN A REAL VS CODE: ${missing.join(" and ")} missing. Run "npm run setup:host", or set ZIG_FFI_HOST=desktop.`;
  return { kind: "missing", text, isFailure: env["ZIG_FFI_HOST"] === "required" };
}

export interface HostRun {
  /** A file of test/vscode/suites without `.ts`. */
  readonly suite: string;
  /** A folder, or a .code-workspace file. */
  readonly workspace: string;
  /** Default: this project, as an extension under development. */
  readonly developmentPath?: string;
  readonly extensionsFolder?: string;
  /** Opens the window in Restricted Mode. */
  readonly isUntrusted?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs one mocha suite inside the extension host. Throws when a test fails; what the tests print goes to stdout. */
export async function runInHost(choice: HostChoice, run: HostRun): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "zig-ffi-host-"));
  try {
    const entry = await bundleSuite(run.suite);
    const zig = process.env["ZIG_FFI_TEST_ZIG"];
    const env = {
      ...(zig === undefined ? {} : { ZIG: zig }),
      ...run.env,
      ZIG_FFI_SUITE: entry.suite,
      ZIG_FFI_FAILURES: failures,
      ZIG_FFI_WORKSPACE: run.workspace,
    };
    const userData = join(folder, "user");
    const folders = [`--user-data-dir=${userData}`, `--extensions-dir=${run.extensionsFolder ?? join(folder, "extensions")}`];
    const developmentPath = run.developmentPath ?? root;
    const development = [`--extensionDevelopmentPath=${developmentPath}`, `--extensionTestsPath=${entry.main}`];
    // runTests always turns workspace trust off.
    if (run.isUntrusted === true && choice.kind === "host") await runExecutable([run.workspace, ...development, ...folders], env);
    else
      await runTests({
        ...(choice.kind === "host" ? { vscodeExecutablePath: hostPaths(process.env).executable } : { version: "stable" }),
        extensionDevelopmentPath: developmentPath,
        extensionTestsPath: entry.main,
        launchArgs: [run.workspace, ...folders],
        extensionTestsEnv: env,
      });
    await untilGone([join(root, "dist", "cli.js"), ...(run.extensionsFolder === undefined ? [] : [run.extensionsFolder])]);
  } catch (error) {
    keepLogs(folder, run.suite);
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Throws when a server outlives its window by more than some seconds. */
async function untilGone(paths: readonly string[]): Promise<void> {
  if (process.platform === "win32") return;
  const running = (): readonly string[] =>
    execFileSync("ps", ["-A", "-o", "pid=,args="], { encoding: "utf8" })
      .split("\n")
      .filter((line) => line.includes(" lsp") && paths.some((path) => line.includes(path)));
  const end = Date.now() + 10_000;
  while (running().length > 0) {
    if (Date.now() > end) throw new Error(`still running after the window has closed: ${running().join("; ")}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Our own log of a run that failed, beside the pictures. */
function keepLogs(folder: string, suite: string): void {
  mkdirSync(failures, { recursive: true });
  const logs = globSync(["**/zig-ffi.zig-ffi/*.log"], { cwd: folder, absolute: true });
  for (const [i, log] of logs.entries()) copyFileSync(log, join(failures, `${suite}-${i}.log`));
}

/** Installs a package into a folder of extensions, with the host's own command line. */
export function installVsix(vsix: string, extensionsFolder: string): void {
  const { executable } = hostPaths(process.env);
  execFileSync(executable, [`--install-extension=${vsix}`, `--extensions-dir=${extensionsFolder}`], {
    stdio: ["ignore", "inherit", "inherit"],
  });
}

/**
 * Gives a folder that tests may write into, with copies of fixtures and a node_modules that has koffi. Its parent is temporary too, and
 * both are removed in the end.
 */
export async function withFixtures(names: readonly string[], use: (folder: string) => Promise<void>): Promise<void> {
  const parent = mkdtempSync(join(tmpdir(), "zig-ffi-workspace-"));
  try {
    const folder = join(parent, "work");
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    for (const dependency of ["koffi", "@types", "@koromix", "undici-types"])
      if (existsSync(join(root, "node_modules", dependency)))
        symlinkSync(join(root, "node_modules", dependency), join(folder, "node_modules", dependency));
    for (const name of names) {
      const isSource = (path: string): boolean => ![".zig-cache", "zig-out"].includes(basename(path));
      cpSync(join(root, "zig-fixtures", name), join(folder, name), { recursive: true, filter: isSource });
    }
    await use(folder);
  } finally {
    rmSync(parent, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The extension host loads CommonJS. Below the project, so that `mocha` and `playwright-core` are found. */
async function bundleSuite(suite: string): Promise<{ readonly main: string; readonly suite: string }> {
  const outdir = join(root, ".cache", "vscode-suites");
  await build({
    entryPoints: [join(root, "test/vscode/support/mochaMain.ts"), join(root, "test/vscode/suites", `${suite}.ts`)],
    outdir,
    outbase: join(root, "test/vscode"),
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    external: ["vscode", "mocha", "playwright-core"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  return { main: join(outdir, "support/mochaMain.cjs"), suite: join(outdir, "suites", `${suite}.cjs`) };
}

function runExecutable(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const { executable } = hostPaths(process.env);
  if (!existsSync(executable)) throw new Error(`${executable} is missing`);
  return new Promise((resolve, reject) => {
    const child = spawn(executable, args, { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } });
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`the host ended with exit code ${String(code)}`))));
  });
}
