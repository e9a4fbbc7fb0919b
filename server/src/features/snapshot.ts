import type { Issue } from "../model/issue.ts";
import type { Target } from "../model/target.ts";
import type { ZigFile } from "../syntax/outline.ts";
import type { HandWritten } from "../workspace/handWritten.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";

/** What features read: the project as it is now, open editors before the disk. Paths are absolute, with `/`. */
export interface Snapshot {
  readonly libraries: readonly ProjectLibrary[];
  /** The libraries whose import closure holds a Zig file; where there is none the file alone, as a loose one. Empty for other files. */
  readonly librariesOf: (path: string) => readonly ProjectLibrary[];
  readonly read: (path: string) => string | undefined;
  readonly outline: (path: string) => ZigFile | undefined;
  /** Scripts that import a file, sorted. */
  readonly importersOf: (path: string) => readonly string[];
  /** Hand-written declarations against the libraries, as both are now. */
  readonly handWritten: () => HandWritten;
  /** A comment in the source says that an issue is meant to be. */
  readonly isSuppressed: (issue: Issue) => boolean;
  readonly uri: (path: string) => string;
  /** Where an issue code is documented; undefined without such a place. */
  readonly docs: (code: string) => string | undefined;
  /** This machine's target. */
  readonly target: Target;
}

/** A place in a file: a 0-based UTF-16 offset. */
export interface Place {
  readonly path: string;
  readonly offset: number;
}

/** Libraries whose bindings file is this one. */
export function librariesOfBindings(snapshot: Snapshot, path: string): readonly ProjectLibrary[] {
  return snapshot.libraries.filter(({ library }) => library.out === path);
}
