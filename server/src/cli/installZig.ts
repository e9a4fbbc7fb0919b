import { userZigDirectory } from "../toolchain/environment.ts";
import { installZig as install } from "../toolchain/installZig.ts";
import { defaultZigVersion, installableZigVersions } from "../toolchain/zigRelease.ts";
import { CliError } from "./context.ts";
import { note, print } from "./output.ts";

/** `zig-ffi install-zig`: a compiler for this user, where every later run finds it. Prints its path. */
export async function installZig(version: string = defaultZigVersion): Promise<number> {
  if (!installableZigVersions.includes(version))
    throw new CliError(`unknown Zig version ${version}: known are ${installableZigVersions.join(", ")}`);
  const result = await install({
    version,
    cacheDirectory: userZigDirectory(process.env, process.platform),
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    onProgress: note,
  });
  if (result.kind === "failed") throw new CliError(`${result.message} ${result.fix}`);
  note(`Zig ${version} is ${result.kind === "installed" ? `installed (${result.seconds.toFixed(0)} s)` : "there already"}`);
  print(result.zig);
  return 0;
}
