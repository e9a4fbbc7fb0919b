import type { Position, Range } from "./places.ts";

/** A spec file and what it declares, from its text alone. */
export interface SpecFile {
  readonly uri: string;
  /** URI of the zig-ffi.json whose `specs` name the file; null where its libraries were found by convention. */
  readonly config: string | null;
  /** URI of the folder that its run works in. */
  readonly directory: string;
  readonly items: readonly SpecItem[];
}

export interface SpecItem {
  readonly kind: "suite" | "test";
  /** Unique in the file together with `kind` and `isLoop`; for a test that is no loop `SpecTest.id`. */
  readonly id: string;
  readonly name: string;
  /** A regular expression, without flags, that matches the own names under which it may run. */
  readonly pattern: string;
  /** Only running tells how often it is declared and what it is called. Has no children. */
  readonly isLoop: boolean;
  readonly mode: "run" | "only" | "skip" | "todo";
  /** A benchmark, which as a test is called once. */
  readonly isBench: boolean;
  readonly range: Range;
  readonly children: readonly SpecItem[];
}

export interface SpecFilesChange {
  readonly changed: readonly SpecFile[];
  /** URIs */
  readonly removed: readonly string[];
  /** URIs of spec files whose results are out of date: a library, or a script that they import, has changed on the disk. */
  readonly stale: readonly string[];
}

/** Of an export: by name, or the one under a position of a Zig file. */
export type SpecsOfParams = { readonly root: string; readonly symbol: string } | { readonly uri: string; readonly position: Position };

export interface SpecsOf {
  readonly symbol: string;
  readonly uses: readonly SpecUse[];
}

export interface SpecUse {
  /** URI of the spec file. */
  readonly uri: string;
  /** The innermost items that use it; null: the file uses it outside of all, or by way of another script. */
  readonly items: readonly Pick<SpecItem, "kind" | "id" | "isLoop">[] | null;
}
