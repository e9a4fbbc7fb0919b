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

/** What no module exports. */
const nothing = "zigFfiNothing";

/**
 * Where a module cannot be compiled Node tells its place only to the terminal, when the process ends by it. A second look loads the modules
 * again, and the last one is the one that fails. It must run none of them: a last import, of what is not there, ends it before that where
 * all of them can be compiled, because the one that cannot lies behind an import(). Its place stays unknown.
 */
async function syntaxPlace(url: string): Promise<string | null> {
  let last = url;
  const hooks = registerHooks({
    load(each, context, next) {
      if (each.startsWith("file:")) last = each;
      return next(each, context);
    },
  });
  const look = `import ${JSON.stringify(`${url}?again`)}; import { ${nothing} } from "node:path";`;
  try {
    await import(`data:text/javascript,${encodeURIComponent(look)}`);
  } catch (error) {
    if (error instanceof Error && error.message.includes(nothing)) return null;
  } finally {
    hooks.deregister();
  }
  const file = fileURLToPath(last);
  const { stderr } = spawnSync(process.execPath, ["--check", file], { encoding: "utf8", timeout: 5000 });
  return sourcePlace(stderr) ?? `at ${file}:1:1`;
}
