// Makes sure that the Zig compilers which tests and the demo need are there: `node scripts/node24.mjs scripts/setup.ts [--zig VERSION]..`.
// Without --zig it is the pinned one: an installed compiler of exactly that version will do, else it comes into .cache/zig.
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { installZig } from "../server/src/toolchain/installZig.ts";
import { projectCacheDirectory, projectZig } from "../server/src/toolchain/projectZig.ts";
import { defaultZigVersion, installableZigVersions } from "../server/src/toolchain/zigRelease.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const versions = parseArgs({ options: { zig: { type: "string", multiple: true } } }).values.zig ?? [defaultZigVersion];
for (const version of versions) {
  if (!(await setUp(version))) process.exitCode = 2;
}

async function setUp(version: string): Promise<boolean> {
  if (!installableZigVersions.includes(version)) {
    console.error(`setup: unknown Zig version ${version}; known are ${installableZigVersions.join(", ")}`);
    return false;
  }
  const found = await projectZig({ root, env: process.env, version });
  if (found.kind === "found" && found.source !== "cache") {
    console.log(`setup: Zig ${version} at ${found.command.join(" ")}: ${found.why}`);
    return true;
  }
  const result = await installZig({
    version,
    cacheDirectory: projectCacheDirectory(root),
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    onProgress: (line) => console.error(`setup: ${line}`),
  });
  if (result.kind === "failed") {
    console.error(`setup: ${result.message}\nsetup: ${result.fix}`);
    return false;
  }
  const why = result.kind === "installed" ? `installed by pip in ${Math.round(result.seconds)} s` : "installed before";
  console.log(`setup: Zig ${version} at ${relative(root, result.zig)}: ${why}`);
  return true;
}
