/** `zig-ffi.json`, checked and with defaults filled in. Paths are absolute, with `/`. */
export interface Config {
  /** Where the configuration file lies, or the working directory without one. */
  readonly directory: string;
  /** Null without a configuration file. */
  readonly file: string | null;
  readonly libraries: readonly LibraryConfig[];
  /** Zig target triples that bindings and checks cover. */
  readonly targets: readonly string[];
}

export interface LibraryConfig {
  readonly name: string;
  readonly root: string;
  /** The bindings file. */
  readonly out: string;
  readonly backend: "koffi" | "native";
  readonly build: BuildConfig;
  readonly specs: readonly string[];
  /** Scripts with hand-written declarations of this library; empty: they are looked for. */
  readonly bindings: readonly string[];
}

export interface BuildConfig {
  /** The user's own command, as an argv array; null: `zig build` where there is a build.zig, else `zig build-lib`. */
  readonly command: readonly string[] | null;
  /** Path of the built library by `process.platform` family (`linux`, `macos`, `windows`); missing: derived from name and platform. */
  readonly artifact: Readonly<Partial<Record<"linux" | "macos" | "windows", string>>>;
  readonly optimize: OptimizeMode | null;
}

export type OptimizeMode = "Debug" | "ReleaseSafe" | "ReleaseFast" | "ReleaseSmall";
