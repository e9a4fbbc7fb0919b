// Bundles the command line tool (with the language server), the VS Code extension, its webview and the page of benchmarks into dist/. `--minify` for packages.
import { chmodSync, copyFileSync, readFileSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { build, type BuildOptions } from "esbuild";

const root = join(import.meta.dirname, "..");
const outdir = join(root, "dist");
rmSync(outdir, { recursive: true, force: true });

const common = {
  outdir,
  metafile: true,
  bundle: true,
  // jsonc-parser's CommonJS form is UMD, which cannot be bundled.
  mainFields: ["module", "main"],
  sourcemap: true,
  minify: process.argv.includes("--minify"),
  logLevel: "warning",
} satisfies BuildOptions;

// Bundled CommonJS packages call require(), which an ES module does not have.
const banner = 'import { createRequire as zigFfiRequire } from "node:module";\nconst require = zigFfiRequire(import.meta.url);';

const results = await Promise.all([
  build({
    ...common,
    entryPoints: { cli: join(root, "server/src/cli/start.ts") },
    // The language server is loaded by the one command that needs it: the others start faster.
    splitting: true,
    chunkNames: "cli-[name]-[hash]",
    platform: "node",
    target: "node22.18",
    format: "esm",
    banner: { js: `#!/usr/bin/env node\n${banner}` },
  }),
  build({
    ...common,
    entryPoints: { specChild: join(root, "server/src/runtime/child.ts") },
    platform: "node",
    target: "node22.18",
    format: "esm",
  }),
  build({
    ...common,
    entryPoints: { spec: join(root, "server/src/runtime/spec.ts") },
    // What few spec files need is loaded when they do.
    splitting: true,
    chunkNames: "spec-[name]-[hash]",
    platform: "node",
    target: "node22.18",
    format: "esm",
    banner: { js: `${banner}\nconst __dirname = import.meta.dirname;` },
  }),
  build({
    ...common,
    entryPoints: { extension: join(root, "extension/src/extension.ts") },
    outExtension: { ".js": ".cjs" },
    platform: "node",
    // The Node of the oldest VS Code that package.json admits.
    target: "node22.15",
    format: "cjs",
    external: ["vscode"],
  }),
  build({
    ...common,
    entryPoints: { "webview/layout": join(root, "extension/webview/layout.ts") },
    platform: "browser",
    target: "chrome134",
    format: "iife",
    sourcemap: false,
  }),
  build({
    ...common,
    entryPoints: { "bench/benchPage": join(root, "server/benchPage/page.ts") },
    platform: "browser",
    target: "chrome134",
    format: "iife",
    sourcemap: false,
    // It becomes part of each page, and so do the licences of what is in it.
    minify: true,
    banner: { js: `/*!\n${["@observablehq/plot", "d3"].map(licence).join("\n")}*/` },
  }),
]);
function licence(name: string): string {
  return `${name}\n\n${readFileSync(join(root, "node_modules", name, "LICENSE"), "utf8")}`;
}

const declarations = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", join(root, "server/src/runtime")], {
  stdio: "inherit",
});
if (declarations.status !== 0) throw new Error("the declarations of zig-ffi/spec cannot be written");
// Native code belongs to the user's project and is loaded from there.
const native = results
  .flatMap(({ metafile }) => Object.keys(metafile.inputs))
  .filter((path) => /node_modules\/(@koromix|koffi)\/|\.node$/.test(path));
if (native.length > 0) throw new Error(`bundled by mistake: ${native.join(", ")}`);
copyFileSync(join(root, "extension/webview/layout.css"), join(outdir, "webview/layout.css"));
copyFileSync(join(root, "server/benchPage/page.css"), join(outdir, "bench/benchPage.css"));
chmodSync(join(outdir, "cli.js"), 0o755);
