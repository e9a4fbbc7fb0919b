import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** The part of `code`'s command line that extension tests use. */
export type CodeArguments =
  | { readonly kind: "version" }
  /** `--install-extension`, `--uninstall-extension`, `--list-extensions`: no window. */
  | { readonly kind: "extensions"; readonly args: readonly string[]; readonly folders: Folders }
  | { readonly kind: "tests"; readonly run: TestRun; readonly folders: Folders }
  | { readonly kind: "wrong"; readonly problem: string };

export interface Folders {
  readonly userData: string | undefined;
  readonly extensions: string | undefined;
}

export interface TestRun {
  readonly testsPath: string;
  readonly developmentPaths: readonly string[];
  /** A folder or a .code-workspace file; without it the window is empty. */
  readonly workspace: string | undefined;
  readonly disableTrust: boolean;
  readonly disableExtensions: boolean;
}

const text = { type: "string" } as const;
const texts = { type: "string", multiple: true } as const;

/** Unknown flags are ignored, as @vscode/test-electron passes some that only Electron knows. */
export function parseCodeArguments(argv: readonly string[]): CodeArguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    options: {
      version: { type: "boolean", short: "v" },
      extensionDevelopmentPath: texts,
      extensionTestsPath: text,
      "user-data-dir": text,
      "extensions-dir": text,
      "folder-uri": text,
      "install-extension": texts,
      "uninstall-extension": texts,
    },
  });
  if (values["version"] === true) return { kind: "version" };
  const folders = { userData: pathOf(values["user-data-dir"]), extensions: pathOf(values["extensions-dir"]) };
  const managing = ["install-extension", "uninstall-extension", "list-extensions"].filter((name) => values[name] !== undefined);
  if (managing.length > 0) {
    const args = managing.flatMap((name) => listOf(values[name]).map((value) => (value === "" ? `--${name}` : `--${name}=${value}`)));
    return { kind: "extensions", args, folders };
  }
  const testsPath = pathOf(values["extensionTestsPath"]);
  if (testsPath === undefined) return { kind: "wrong", problem: "expected --extensionTestsPath, --install-extension or --version" };
  const run = {
    testsPath,
    developmentPaths: listOf(values["extensionDevelopmentPath"]).map(plainPath),
    workspace: pathOf(values["folder-uri"]) ?? pathOf(positionals[0]),
    disableTrust: values["disable-workspace-trust"] === true,
    disableExtensions: values["disable-extensions"] === true,
  };
  return { kind: "tests", run, folders };
}

type Value = string | boolean | undefined | (string | boolean)[];

function pathOf(value: Value): string | undefined {
  return typeof value === "string" ? plainPath(value) : undefined;
}

function listOf(value: Value): readonly string[] {
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.map((item) => (typeof item === "string" ? item : ""));
}

function plainPath(value: string): string {
  return value.startsWith("file://") ? fileURLToPath(value) : resolve(value);
}
