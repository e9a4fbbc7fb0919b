import type { LibraryConfig } from "../model/config.ts";
import type { Issue } from "../model/issue.ts";
import { readFileOrNull } from "../workspace/writeFile.ts";
import { provenance } from "../emit/bindings.ts";
import { readZigModule } from "../syntax/zigModule.ts";
import { artifactPlatform, pathOfArtifact } from "../toolchain/artifacts.ts";
import { sourceInputs } from "../toolchain/build.ts";
import { staleness } from "../toolchain/sidecar.ts";
import { slashed, type CliContext } from "./context.ts";
import { generateText, projectDirectory } from "./generate.ts";

/** Generated bindings that are not what the source gives now. */
export function staleBindings(context: CliContext, libraries: readonly LibraryConfig[]): readonly Issue[] {
  return libraries.flatMap((library): readonly Issue[] => {
    const current = readFileOrNull(library.out);
    if (current === null || provenance(current) === "foreign" || current === generateText(context, library).text) return [];
    const span = { file: library.out, line: 1, column: 1, start: 0, end: 0 };
    const message = `${context.show(library.out)} is not what the Zig source gives now: run "zig-ffi generate ${library.name}"`;
    return [{ code: "abi/stale-bindings", severity: "warning", message, ts: { span, text: library.name } }];
  });
}

/** Built libraries that were made from other sources than those there are now. One that is not built, or not by us, is not judged. */
export async function staleLibraries(context: CliContext, libraries: readonly LibraryConfig[]): Promise<readonly Issue[]> {
  const platform = artifactPlatform(process.platform);
  if (platform === undefined) return [];
  const found = await Promise.all(
    libraries.map(async (library): Promise<readonly Issue[]> => {
      const directory = projectDirectory(context, library);
      const artifact = slashed(pathOfArtifact(library, directory, platform));
      if (!context.host.exists(artifact)) return [];
      const { files } = readZigModule({ root: library.root, read: context.host.read, parser: context.parser });
      const state = await staleness(artifact, await sourceInputs(directory, files));
      if (state.kind !== "stale") return [];
      const span = { file: library.root, line: 1, column: 1, start: 0, end: 0 };
      const message = `${context.show(artifact)} is not built from these sources: ${state.reason}. Run "zig-ffi build ${library.name}"`;
      return [{ code: "abi/stale-library", severity: "warning", message, zig: { span, text: library.name } }];
    }),
  );
  return found.flat();
}
