// Bundles the command line tool into dist/. Further programs (language server, extension) become entries here.
import { chmodSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const outdir = join(root, "dist");
rmSync(outdir, { recursive: true, force: true });

// Bundled CommonJS packages call require(), which an ES module does not have.
const banner = 'import { createRequire as zigFfiRequire } from "node:module";\nconst require = zigFfiRequire(import.meta.url);';

await build({
  entryPoints: { cli: join(root, "server/src/cli/main.ts") },
  outdir,
  bundle: true,
  platform: "node",
  target: "node22.18",
  format: "esm",
  // jsonc-parser's CommonJS form is UMD, which cannot be bundled.
  mainFields: ["module", "main"],
  sourcemap: true,
  banner: { js: `#!/usr/bin/env node\n${banner}` },
  logLevel: "warning",
});
chmodSync(join(outdir, "cli.js"), 0o755);
