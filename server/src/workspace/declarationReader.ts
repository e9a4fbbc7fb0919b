import type { DeclarationFile } from "../model/declarations.ts";
import { readDeclarations } from "../syntax/bindings/readDeclarations.ts";
import type { ScriptFile } from "../syntax/bindings/script.ts";
import type { ScriptParser } from "../syntax/bindings/scriptGrammar.ts";
import type { Host } from "./host.ts";

/** Reads scripts with hand-written declarations, and keeps what was read until a file that it was read from changes. */
export interface DeclarationReader {
  readonly read: (path: string) => DeclarationFile;
  /** Tells that a file changed, appeared or went. */
  readonly touch: (path: string) => void;
  /** Forgets all scripts but these. */
  readonly keep: (paths: ReadonlySet<string>) => void;
}

interface Kept {
  readonly file: DeclarationFile;
  /** Every path that was asked for, also those where no file is: one may appear. */
  readonly inputs: ReadonlySet<string>;
}

/** More outlines than this are not kept: scripts may import whole applications. */
const maxOutlines = 300;

export function createDeclarationReader(host: Host, parser: ScriptParser): DeclarationReader {
  const known = new Map<string, Kept>();
  const outlines = new Map<string, ScriptFile>();
  const cached: ScriptParser = {
    outline(text, path) {
      const before = outlines.get(path);
      if (before?.text === text) return before;
      const made = parser.outline(text, path);
      const [oldest] = outlines.keys();
      if (outlines.size >= maxOutlines && oldest !== undefined) outlines.delete(oldest);
      outlines.set(path, made);
      return made;
    },
  };
  return {
    read(path) {
      const before = known.get(path);
      if (before !== undefined) return before.file;
      const inputs = new Set([path]);
      const read: Host["read"] = (other) => {
        inputs.add(other);
        return host.read(other);
      };
      const file = readDeclarations({ file: path, read, parser: cached, isCertain: true });
      known.set(path, { file, inputs });
      return file;
    },
    touch(path) {
      for (const [root, { inputs }] of known) if (inputs.has(path)) known.delete(root);
    },
    keep(paths) {
      for (const path of [...known.keys()]) if (!paths.has(path)) known.delete(path);
      if (known.size === 0) outlines.clear();
    },
  };
}
