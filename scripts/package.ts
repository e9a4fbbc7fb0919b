// Makes the extension package zig-ffi-<version>.vsix: `npm run package [-- FILE]`. It is the same for every platform.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createVSIX, listFiles, PackageManager } from "@vscode/vsce";

const root = join(import.meta.dirname, "..");
const limit = 3 * 1024 * 1024;
/** What may be inside, as .vscodeignore has it; a second list, so that a slip there is noticed. */
const allowed = [
  /^package(\.nls)?\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^zig-ffi\.schema\.json$/,
  /^dist\/(extension\.cjs|cli(-\w+-\w+)?\.js|specChild\.js|webview\/layout\.(js|css))$/,
  /^grammars\/[\w.-]+\.(wasm|json)$/,
  /^l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^extension\/(media\/icon\.png|walkthrough\/\w+\.md)$/,
];

const packagePath = process.argv[2] ?? join(root, "zig-ffi.vsix");
const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
const strangers = files.filter((file) => !allowed.some((pattern) => pattern.test(file.replaceAll("\\", "/"))));
if (strangers.length > 0)
  throw new Error(`not meant for the package: ${strangers.join(", ")}. Correct .vscodeignore or scripts/package.ts.`);
const missing = files
  .filter((file) => /^dist[\\/].*\.c?js$/.test(file))
  .flatMap(importsOf)
  .filter((file) => !files.includes(file));
if (missing.length > 0) throw new Error(`not in the package and imported there: ${missing.join(", ")}. Correct .vscodeignore.`);
await createVSIX({ cwd: root, packagePath, dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false });
const { size } = statSync(packagePath);
console.log(`${packagePath}: ${files.length} files, ${(size / 1024 / 1024).toFixed(2)} MB`);
if (size > limit) throw new Error(`the package has ${size} bytes; the limit is ${limit}`);

/** The bundles that one loads: `import"./cli-chunk-X.js"`, `import("./cli-lsp-Y.js")`. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"\.\/([\w.-]+\.c?js)"/g)].map(([, name]) => `dist/${name ?? ""}`);
}
