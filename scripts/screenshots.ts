// Takes the pictures of README.md from the running extension: `npm run screenshots [-- FOLDER]`, by default docs/images.
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { projectZig } from "../server/src/toolchain/projectZig.ts";
import { chooseHost, runInHost, withFixtures } from "../test/vscode/support/hostRun.ts";
import { writeHandWritten } from "../test/vscode/support/handWrittenFolder.ts";
import { prepareJourney } from "../test/vscode/support/journeyFolder.ts";
import { prepareSpecs } from "../test/vscode/support/specFolder.ts";

const root = join(import.meta.dirname, "..");
const env = { ZIG_FFI_PICTURES: join(root, process.argv[2] ?? "docs/images") };
const host = chooseHost({ ...process.env, ZIG_FFI_HOST: "required" });
if (host.kind === "missing") throw new Error(host.text);
const zig = await projectZig({ root, env: process.env });
if (zig.kind === "missing") throw new Error(`no Zig for the specs: run "npm run setup". ${zig.fix}`);
process.env["ZIG_FFI_TEST_ZIG"] = zig.command[0];

process.env["ZIG_FFI_HOST_SIZE"] = "1280x720";
await withFixtures(["kv"], (folder) => {
  prepareJourney(folder);
  return runInHost(host, { suite: "journey", workspace: folder, env });
});
await withFixtures(["crash"], async (folder) => {
  prepareSpecs(folder);
  const all = join(folder, "pictures");
  await runInHost(host, { suite: "explorer", workspace: folder, env: { ZIG_FFI_PICTURES: all } });
  for (const name of ["specs-crash", "specs-diff", "specs-tree"])
    copyFileSync(join(all, `${name}.png`), join(env.ZIG_FFI_PICTURES, `${name}.png`));
});
await withFixtures([], (folder) => {
  writeHandWritten(folder);
  return runInHost(host, { suite: "handWritten", workspace: folder, env });
});
await withFixtures(["zoo"], (folder) => runInHost(host, { suite: "pictures", workspace: folder, env }));
