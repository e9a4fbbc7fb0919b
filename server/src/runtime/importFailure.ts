import { spawnSync } from "node:child_process";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import type { SpecFailure } from "../protocol/specEvents.ts";
import { failureOf, sourcePlace } from "./failures.ts";

/** Why the file of this URL could not be imported, with the place where Node knows it. */
export async function importFailure(error: unknown, url: string): Promise<SpecFailure> {
  const failure = failureOf(error);
  const isMissing =
    error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND" && error.message.includes("'zig-ffi'");
  const advice = isMissing ? '\nInstall it in this project: "npm install --save-dev zig-ffi" and "npm install koffi"' : "";
  const stack = failure.stack ?? (error instanceof SyntaxError ? await syntaxPlace(url) : null);
  return { ...failure, stack, message: `${failure.message}${advice}` };
}

/**
 * Where a module cannot be compiled Node tells its place only to the terminal, when the process ends by it. The last module that another
 * import loads is the one: nothing has run yet, so that importing once more runs nothing twice.
 */
async function syntaxPlace(url: string): Promise<string | null> {
  let last = url;
  const hooks = registerHooks({
    load(each, context, next) {
      last = each;
      return next(each, context);
    },
  });
  try {
    await import(`${url}?again`);
  } catch {
    // As the first time.
  } finally {
    hooks.deregister();
  }
  if (!last.startsWith("file:")) return null;
  const file = fileURLToPath(last);
  const { stderr } = spawnSync(process.execPath, ["--check", file], { encoding: "utf8", timeout: 5000 });
  return sourcePlace(stderr) ?? `at ${file}:1:1`;
}
