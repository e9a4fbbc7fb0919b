import type { LibraryConfig } from "../model/config.ts";
import type { Issue } from "../model/issue.ts";
import { readFileOrNull } from "../workspace/writeFile.ts";
import { provenance } from "../emit/bindings.ts";
import type { CliContext } from "./context.ts";
import { generateText } from "./generate.ts";

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
