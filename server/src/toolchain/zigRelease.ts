/** The Zig that zig-ffi installs and is tested with unless something else is asked for. */
export const defaultZigVersion = "0.15.2";

/** What we can install, newest last. Any other release of the same minor versions is accepted where it is found. */
export const installableZigVersions: readonly string[] = ["0.14.1", "0.15.2", "0.16.0", "0.17.0"];

const oldestMinor = 14;
const newestMinor = 17;

/** For messages: the range that `isSupportedZigVersion` accepts. */
export const supportedZigRange = `0.${oldestMinor} to 0.${newestMinor}`;

/** What `zig version` prints: `0.15.2`, `0.16.0-dev.1234+abcdef`. Undefined for anything else. */
export function parseZigVersion(output: string): { readonly version: string; readonly major: number; readonly minor: number } | undefined {
  const match = /^(?<major>\d+)\.(?<minor>\d+)\.\d+(?:-[\w.]+)?(?:\+\w+)?$/.exec(output.trim());
  if (match === null) return undefined;
  return { version: match[0], major: Number(match.groups?.["major"]), minor: Number(match.groups?.["minor"]) };
}

export function isSupportedZigVersion(version: string): boolean {
  const parsed = parseZigVersion(version);
  return parsed?.major === 0 && parsed.minor >= oldestMinor && parsed.minor <= newestMinor;
}

/** True for `0.16`, `0.16.0` and `0.16.0-dev..` when asked for 16. */
export function isZigMinor(version: string, minor: number): boolean {
  return version.startsWith(`0.${minor}.`);
}

/**
 * sha256 of the wheel of the PyPI package `ziglang`, by `process.platform` and `process.arch`; undefined where the index has no such wheel.
 * One Linux wheel serves glibc (manylinux) and musl (musllinux).
 */
export function wheelHash(version: string, platform: string, arch: string): string | undefined {
  return wheelHashes[version]?.[`${platform}-${arch}`];
}

const wheelHashes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "0.14.1": {
    "linux-x64": "6eb9d4d759b292c83810dbee2e9e8e3fbfbf01d864e6e9811bae711fd74e1c2f",
    "linux-arm64": "7994b27f3cbfcedea43f9b7552e38b45857bdf0e9a45065474092dd74e7048cf",
    "darwin-x64": "7b880229c41e822c0388318de89dffe034a146ce44a7342b7e74b167329a67b9",
    "darwin-arm64": "eae7d46746b8e80a4d1a8369b09f7a6aace973ee39207b1b63cfb6bb086e84dc",
    "win32-x64": "e4f7e089a44d5ce34181853a90cdb8456e63c6640f5d44b844a117055326c375",
    "win32-arm64": "f9e13d3e3778a850acf20115b0193a9ae0569c5ca2f71c8e690c4110746b6993",
  },
  "0.15.2": {
    "linux-x64": "806316453d1ede7174ed3fefb8e5348154629089c3bb5fe812dfd0e172fac130",
    "linux-arm64": "edc0aa60ec964a4cf462d40f68d7de242ddf37fd9a80f2afaee6397059463230",
    "darwin-x64": "47af4f85e3e59bd672126cc026d3a01b516cad24b9a9ea075abfe8532f4c6bc1",
    "darwin-arm64": "acae2a9ce67ed249ad68d42c21bc73b5f9d51a33ba5ea42f609f78683e8d9bb7",
    "win32-x64": "ca80dc9c70dbdfdd9ee51d000de3501a95d33d9782ab9ab9b56f700484ebcd83",
    "win32-arm64": "a81ebfc61e1b7aa43a33add23f93b98954d757434f894eb21bd40b176b6688aa",
  },
  "0.16.0": {
    "linux-x64": "9fcda73f62b851dd72a54b710ad40a209896db14cfb13649e62191243556342b",
    "linux-arm64": "e27d409812b11e0fb89ed0200cf2e55b6464d43f9461553104e4a4f9a94a1fd5",
    "darwin-x64": "18e14f6b25678d7b7c65708c82501ee6090fe39ed5c783477d56267af1fa5629",
    "darwin-arm64": "b61e5413c49508d9d62e5dcea543e3af491594154d74a00ff52f84ed508260cc",
    "win32-x64": "089a16a4eb5a2f45151993342f8fabad24ff1a0723dc146642895c29208a3939",
    "win32-arm64": "e44a5271f7b72f7980017bb615823ed52e765f96b6482d93a2fd338cd53101bf",
  },
  // The index has no Windows wheels of 0.17.0.
  "0.17.0": {
    "linux-x64": "97079827064a7492cce5541ceb438ae8003ce1e54e399676da2d62fb7a5dc08b",
    "linux-arm64": "d2804f94f54f7fcf8169f4b212a619ad688a4e2e6592e976f0cf2e58e2cd8af3",
    "darwin-x64": "4d910f0e363ddb60a6b8ddb55235617797a8ccbcb6c5c7132a949d9f833eea42",
    "darwin-arm64": "87274af689c4128051b26c80f6f676757e0a81c2fdc137fd8b5679e928e4bc4f",
  },
};
