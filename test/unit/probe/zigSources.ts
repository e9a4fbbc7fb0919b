import type { FfiModule } from "../../../server/src/model/decls.ts";
import { questionsOf, type Questions } from "../../../server/src/toolchain/probe/questions.ts";
import { createOverlay, readSources, type Overlay } from "../../../server/src/toolchain/probe/overlay.ts";
import { readFiles } from "../syntax/zig.ts";

export interface Probed {
  readonly module: FfiModule;
  readonly questions: Questions;
  readonly overlay: Overlay;
}

/** The overlay of `/lib/root.zig` and other files that exist only here. */
export function overlayOf(files: Readonly<Record<string, string>>): Probed {
  const read = (path: string) => {
    const text = files[path.replace(/^\/lib\//, "")];
    return text === undefined ? undefined : { text, isValidUtf8: true };
  };
  const module = readFiles(files);
  const sources = readSources("/lib/root.zig", read);
  if (sources === undefined) throw new Error("there is no root.zig");
  const questions = questionsOf(module, (file) => sources.zig.get(file));
  return { module, questions, overlay: createOverlay(sources, questions) };
}

/** The lines that are appended to a copy. */
export function appended({ overlay }: Probed, file: string, original: string): readonly string[] {
  const text = overlay.texts.get(file) ?? "";
  return text
    .split("\n")
    .slice(original.split("\n").length)
    .filter((line) => line !== "");
}
