/** How a benchmark is measured. */
export interface BenchSettings {
  /** For each function, in milliseconds; a benchmark may set its own. */
  readonly timeMs: number;
  readonly warmUpMs: number;
}

/** One function of a benchmark, measured. Times are nanoseconds a call. */
export interface BenchSeries {
  readonly name: string;
  readonly isBaseline: boolean;
  /** How many times a clock was read, and how many calls lie between two readings. */
  readonly samples: number;
  readonly callsPerSample: number;
  readonly ns: BenchSpread;
}

/** Quantiles over the samples. */
export interface BenchSpread {
  readonly p05: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
  readonly p95: number;
}

export interface BenchResult {
  /** As shown to people: relative to where the run was started. */
  readonly file: string;
  /** Of the enclosing `describe`s, outermost first, then the benchmark's own. */
  readonly names: readonly string[];
  /** The measured function first, then its baselines. Empty where it failed. */
  readonly series: readonly BenchSeries[];
  /** Why there are no numbers; null where there are. */
  readonly failure: string | null;
}

/** The content of a file that `zig-ffi bench --json` writes and `--compare` reads. */
export interface BenchReport {
  readonly version: 1;
  readonly label: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** What the numbers depend on. */
  readonly environment: BenchEnvironment;
  readonly results: readonly BenchResult[];
}

export interface BenchEnvironment {
  readonly cpu: string;
  readonly platform: string;
  readonly node: string;
  readonly zig: string;
  readonly optimize: string;
  /** Names of the libraries, each with how it is called. */
  readonly libraries: Readonly<Record<string, string>>;
}
