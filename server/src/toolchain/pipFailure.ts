import { describeExit, type RunResult } from "./runProcess.ts";

export type InstallFailureReason =
  | "unknown-version"
  | "unsupported-platform"
  | "no-python"
  | "no-pip"
  | "no-network"
  | "no-wheel"
  | "hash-mismatch"
  | "disk"
  | "broken"
  | "cancelled"
  | "pip-failed";

/** Why a compiler could not be installed; `message` says what happened, `fix` what to do. */
export interface InstallFailure {
  readonly kind: "failed";
  readonly reason: InstallFailureReason;
  readonly message: string;
  readonly fix: string;
}

/** Reads pip's output: it has no machine-readable errors. */
export function describePipFailure(result: RunResult, version: string): InstallFailure {
  if (result.kind === "cancelled") {
    return { kind: "failed", reason: "cancelled", message: `Installing Zig ${version} was cancelled.`, fix: "Start it again." };
  }
  const text = result.kind === "exited" ? `${result.stderr}\n${result.stdout}` : "";
  const known = patterns.find(({ pattern }) => pattern.test(text));
  const said = lastError(text);
  const message = `pip could not install ziglang==${version}: ${said === "" ? `it ${describeExit(result)}` : said}`;
  const fix = known?.fix ?? "Read pip's output above, ";
  return {
    kind: "failed",
    reason: known?.reason ?? "pip-failed",
    message,
    fix: `${fix}or install Zig ${version} yourself and set the environment variable ZIG to its path.`,
  };
}

const patterns: readonly { readonly pattern: RegExp; readonly reason: InstallFailureReason; readonly fix: string }[] = [
  {
    pattern: /DO NOT MATCH THE HASHES/,
    reason: "hash-mismatch",
    fix: 'The package index or a proxy served a file that is not the released one: check pip\'s index settings ("pip config list"), ',
  },
  { pattern: /No space left on device|ENOSPC|disk is full/i, reason: "disk", fix: "Free 600 MB of disk space, " },
  { pattern: /Permission denied|Read-only file system/i, reason: "disk", fix: "Make the cache folder writable, " },
  {
    pattern:
      /NewConnectionError|Failed to establish a new connection|Max retries exceeded|Name or service not known|name resolution|ProxyError|timed? ?out|ConnectionResetError|Connection (?:refused|broken)|CERTIFICATE_VERIFY_FAILED|SSLError/i,
    reason: "no-network",
    fix: "Check the network connection and pip's proxy and index settings, ",
  },
  {
    pattern: /No matching distribution found|Could not find a version/,
    reason: "no-wheel",
    fix: 'Update pip ("python3 -m pip install --upgrade pip") or its index settings, ',
  },
];

function lastError(text: string): string {
  const errors = text.split("\n").filter((line) => line.startsWith("ERROR:") || /^\S*Error:/.test(line));
  return (
    errors
      .at(-1)
      ?.replace(/^ERROR:\s*/, "")
      .trim() ?? ""
  );
}
