// What VS Code loads as extensionTestsPath: runs the suite that ZIG_FFI_SUITE names, of it the tests that ZIG_FFI_GREP matches.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";
import { windowPage } from "./window.ts";

export async function run(): Promise<void> {
  // Activation, compiler runs and a busy machine: the default of 2 s is too short.
  const grep = process.env["ZIG_FFI_GREP"];
  const rootHooks = { afterEach: takePicture };
  const mocha = new Mocha({ ui: "bdd", timeout: 60_000, color: false, rootHooks, ...(grep === undefined ? {} : { grep }) });
  mocha.addFile(process.env["ZIG_FFI_SUITE"] ?? "");
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) throw new Error(`${failures} tests failed`);
}

/** The window as a failed test left it, in ZIG_FFI_FAILURES. */
async function takePicture(this: Mocha.Context): Promise<void> {
  const test = this.currentTest;
  const folder = process.env["ZIG_FFI_FAILURES"];
  const page = await windowPage();
  if (test?.state !== "failed" || folder === undefined || page === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({
    path: join(
      folder,
      `${test
        .fullTitle()
        .replace(/[^\w]+/g, "-")
        .slice(0, 80)}.png`,
    ),
  });
}
