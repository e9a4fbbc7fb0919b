/** A compilation target, as far as C layout and the C ABI need it. All supported targets are little-endian. */
export interface Target {
  /** Zig's triple, `x86_64-linux-gnu`. */
  readonly triple: string;
  readonly arch: "x86_64" | "x86" | "aarch64" | "arm" | "wasm32";
  readonly os: "linux" | "windows" | "macos" | "freestanding";
  readonly abi: "gnu" | "musl" | "gnueabihf" | "none";
  readonly pointerBits: 32 | 64;
}

const known: readonly Target[] = [
  { triple: "x86_64-linux-gnu", arch: "x86_64", os: "linux", abi: "gnu", pointerBits: 64 },
  { triple: "x86_64-linux-musl", arch: "x86_64", os: "linux", abi: "musl", pointerBits: 64 },
  { triple: "x86_64-windows-gnu", arch: "x86_64", os: "windows", abi: "gnu", pointerBits: 64 },
  { triple: "x86_64-macos", arch: "x86_64", os: "macos", abi: "none", pointerBits: 64 },
  { triple: "aarch64-linux-gnu", arch: "aarch64", os: "linux", abi: "gnu", pointerBits: 64 },
  { triple: "aarch64-linux-musl", arch: "aarch64", os: "linux", abi: "musl", pointerBits: 64 },
  { triple: "aarch64-macos", arch: "aarch64", os: "macos", abi: "none", pointerBits: 64 },
  { triple: "x86-linux-gnu", arch: "x86", os: "linux", abi: "gnu", pointerBits: 32 },
  { triple: "arm-linux-gnueabihf", arch: "arm", os: "linux", abi: "gnueabihf", pointerBits: 32 },
  { triple: "wasm32-freestanding", arch: "wasm32", os: "freestanding", abi: "none", pointerBits: 32 },
];

const aliases: Readonly<Record<string, string>> = {
  wasm32: "wasm32-freestanding",
  "x86_64-windows": "x86_64-windows-gnu",
  "x86_64-linux": "x86_64-linux-gnu",
  "aarch64-linux": "aarch64-linux-gnu",
  "x86-linux": "x86-linux-gnu",
  "arm-linux": "arm-linux-gnueabihf",
  "x86_64-macos-none": "x86_64-macos",
  "aarch64-macos-none": "aarch64-macos",
};

export const knownTriples: readonly string[] = known.map((target) => target.triple);

/** The targets that bindings are generated for unless the configuration says otherwise: where Node itself runs on 64 bits. */
export const defaultTriples: readonly string[] = [
  "x86_64-linux-gnu",
  "aarch64-linux-gnu",
  "x86_64-windows-gnu",
  "aarch64-macos",
  "x86_64-macos",
];

/** Undefined for a triple that we have no layout rules for. */
export function parseTarget(triple: string): Target | undefined {
  const name = aliases[triple] ?? triple;
  return known.find((target) => target.triple === name);
}

/** The triple of a Node process; undefined where we have no rules for it. */
export function hostTriple(platform: string, arch: string): string | undefined {
  const os = { linux: "linux", win32: "windows", darwin: "macos" }[platform];
  const cpu = { x64: "x86_64", arm64: "aarch64", ia32: "x86", arm: "arm" }[arch];
  return os === undefined || cpu === undefined
    ? undefined
    : (parseTarget(`${cpu}-${os}`)?.triple ?? parseTarget(`${cpu}-${os}-gnu`)?.triple);
}
