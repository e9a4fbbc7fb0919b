// Makes a real VS Code for the extension tests, without a desktop: `npm run setup:host`. Idempotent; see CONTRIBUTING.md.
// Desktop VS Code needs none of this: `ZIG_FFI_HOST=desktop npm test` lets @vscode/test-electron download it.
import { findChromium, installChromium } from "./chromium.ts";
import { installHost } from "./install.ts";

const started = Date.now();
const say = (text: string): void => console.error(`setup:host: ${text}`);

process.exitCode = setUp() ? 0 : 2;

function setUp(): boolean {
  if (process.platform === "win32") {
    say("this host is for Linux and macOS; on Windows use ZIG_FFI_HOST=desktop.");
    return false;
  }
  try {
    const paths = installHost(process.env, say);
    if (findChromium(process.env) === undefined) {
      say("Chromium is missing: installing Debian's package with apt-get");
      const problem = installChromium(process.env);
      if (problem !== undefined) {
        say(problem);
        return false;
      }
    }
    console.log(
      `setup:host: ${paths.executable}, Chromium at ${findChromium(process.env) ?? "?"} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
    );
    return true;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return false;
  }
}
