import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { chromium, type BrowserContext, type Page } from "playwright-core";
import type { TestRun } from "./codeArguments.ts";
import type { HostLog } from "./hostLog.ts";
import type { Outcome } from "./outcome.ts";

export interface HostWindow {
  readonly page: Page;
  /** The address of Chromium's debugging protocol: tests drive the window through it. */
  readonly debuggingAddress: string;
  readonly close: () => Promise<void>;
}

/** A fresh headless window: of the last run's profile only compiled code is kept. */
export async function openWindow(options: {
  readonly profile: string;
  readonly executable: string;
  readonly size: string;
}): Promise<HostWindow> {
  const [width = 1400, height = 900] = options.size.split("x").map(Number);
  emptyProfile(options.profile);
  const context = await chromium.launchPersistentContext(options.profile, {
    executablePath: options.executable,
    args: chromiumArguments(),
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    viewport: { width, height },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const [port] = readFileSync(join(options.profile, "DevToolsActivePort"), "utf8").split("\n");
  return {
    page: context.pages()[0] ?? (await context.newPage()),
    debuggingAddress: `http://127.0.0.1:${port ?? ""}`,
    close: () => closeContext(context),
  };
}

export interface Workbench {
  readonly port: number;
  readonly run: TestRun;
  /** Loaded in the extension host. */
  readonly runner: string;
  readonly log: HostLog;
}

/** Opens the workbench in the page. Resolves only when the window fails. */
export async function openWorkbench(page: Page, workbench: Workbench): Promise<Outcome> {
  const { log, port } = workbench;
  const failed = Promise.withResolvers<Outcome>();
  page.on("crash", () => failed.resolve({ code: 2, problem: "the window crashed" }));
  page.on("console", (message) => {
    if (message.type() === "error") log.write("page", message.text().slice(0, 500));
  });
  await page.exposeFunction("codeAutomationLog", (type: string, values: readonly unknown[]) =>
    log.write("window", `${type} ${values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).join(" ")}`),
  );
  await page.exposeFunction("codeAutomationExit", (code: number) => log.write("window", `exit ${code}`));
  await page.addInitScript({ content: bundledInitScript() });
  await page.goto(`http://localhost:${port}/?${workbenchQuery(workbench).toString()}`, { waitUntil: "commit" });
  return failed.promise;
}

function emptyProfile(profile: string): void {
  const folder = join(profile, "Default");
  mkdirSync(folder, { recursive: true });
  rmSync(join(profile, "DevToolsActivePort"), { force: true });
  for (const name of readdirSync(folder))
    if (name !== "Cache" && name !== "Code Cache") rmSync(join(folder, name), { recursive: true, force: true });
}

function chromiumArguments(): string[] {
  return [
    // Chromium refuses its sandbox as root, as which containers run.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ...["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"],
    ...["--disable-sync", "--disable-dev-shm-usage", "--disable-background-timer-throttling", "--disable-renderer-backgrounding"],
    "--disable-backgrounding-occluded-windows",
    "--remote-debugging-port=0",
    // Nothing leaves this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
  ];
}

function workbenchQuery({ port, run, runner }: Workbench): URLSearchParams {
  // The authority has to be exactly this: the window compares it with its own address.
  const uri = (path: string): string => `vscode-remote://localhost:${port}${path.split("/").map(encodeURIComponent).join("/")}`;
  const payload = [
    ["skipWelcome", "true"],
    ["skipReleaseNotes", "true"],
    ...run.developmentPaths.map((path) => ["extensionDevelopmentPath", uri(path)]),
    ["extensionTestsPath", uri(runner)],
    ...(run.disableExtensions ? [["disableExtensions", "true"]] : []),
  ];
  const query = new URLSearchParams();
  if (run.workspace === undefined || !existsSync(run.workspace)) query.set("ew", "true");
  else query.set(statSync(run.workspace).isDirectory() ? "folder" : "workspace", run.workspace);
  query.set("payload", JSON.stringify(payload));
  return query;
}

/** The page gets plain JavaScript. */
function bundledInitScript(): string {
  const entry = join(import.meta.dirname, "page", "configureWorkbench.ts");
  const result = buildSync({ entryPoints: [entry], bundle: true, write: false, format: "iife", logLevel: "warning" });
  return result.outputFiles.map((file) => file.text).join("");
}

async function closeContext(context: BrowserContext): Promise<void> {
  const timeout = new Promise((resolve) => setTimeout(resolve, 4000).unref());
  await Promise.race([context.close().catch(() => undefined), timeout]);
}
