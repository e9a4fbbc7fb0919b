/** The bindings file of a library: as the source gives it, not so, not there, changed by hand, or not ours. */
export type BindingsState = "fresh" | "stale" | "missing" | "edited" | "foreign";

export interface LibraryInfo {
  readonly name: string;
  /** URI of the root source file; unique, and what `LibraryParams` names a library by. */
  readonly root: string;
  /** URI of the bindings file. */
  readonly out: string;
  /** URI of zig-ffi.json; null where the library was found by convention. */
  readonly config: string | null;
  readonly bindings: BindingsState;
  readonly artifact: ArtifactInfo;
  /** Null where the compiler was not asked about the layouts. */
  readonly verified: VerifiedInfo | null;
  readonly exports: number;
  /** Functions that TypeScript gets. */
  readonly functions: number;
  readonly errors: number;
  readonly warnings: number;
}

export interface VerifiedInfo {
  /** The compiler's version. */
  readonly zig: string;
  /** Triples. */
  readonly targets: readonly string[];
  /** False when something was typed since. */
  readonly isCurrent: boolean;
}

export interface VerifyResult {
  readonly library: string;
  /** `problem`: the compiler could not be asked, or cannot read the source. */
  readonly kind: "verified" | "problem" | "cancelled";
  /** Triples that it answered for. */
  readonly targets: readonly string[];
  /** Types on which it disagrees with our own rules. */
  readonly disagreements: number;
  readonly message: string;
}

export interface ArtifactInfo {
  readonly uri: string;
  readonly state: "fresh" | "stale" | "missing" | "unknown";
  /** Why it is stale or unknown. */
  readonly reason: string | null;
}

export interface LibraryParams {
  /** URI of the library's root. */
  readonly root: string;
}

/** `root` missing: all libraries. */
export interface LibraryCommandParams {
  readonly root?: string;
  /** `generate`: overwrite a file of ours that was edited by hand. */
  readonly force?: boolean;
  /** `build`: goes before the configuration's mode. */
  readonly optimize?: "Debug" | "ReleaseSafe" | "ReleaseFast" | "ReleaseSmall";
}

export interface GenerateResult {
  readonly library: string;
  /** URI of the bindings file. */
  readonly out: string;
  readonly kind: "written" | "unchanged" | "refused";
  /** For people; for `refused` what to do. */
  readonly message: string;
}

export interface BuildResult {
  readonly library: string;
  /** `problem`: something other than the source is in the way. */
  readonly kind: "built" | "fresh" | "failed" | "problem" | "cancelled";
  readonly message: string;
}

export interface CheckResult {
  readonly errors: number;
  readonly warnings: number;
}

export interface PlanView {
  readonly library: string;
  readonly root: string;
  /** JSON, indented: the whole plan, or that of the export under the position. */
  readonly text: string;
}

export interface ServerStatus {
  readonly version: string;
  readonly zig:
    | { readonly kind: "found"; readonly version: string; readonly command: string; readonly why: string }
    | { readonly kind: "missing"; readonly fix: string; readonly tried: readonly string[] }
    /** The workspace is not trusted, so nothing was started. */
    | { readonly kind: "untrusted" };
  readonly libraries: number;
  readonly isIndexing: boolean;
}

export interface RunSpecsParams {
  /** URI of the library's root. */
  readonly root: string;
  readonly symbol: string;
}
