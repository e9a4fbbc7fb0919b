type View =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

export interface ScalarCase {
  readonly type: string;
  /** Limits and what lies between. */
  readonly values: readonly (number | bigint | boolean)[];
  /** What memory of this type looks like to JavaScript. */
  readonly view: (items: readonly (number | bigint)[]) => View;
  /** Bindings take such memory only by address: its width belongs to the target. */
  readonly isByAddress: boolean;
  /** `wrap(x)` is the value of x's low bits. */
  readonly wrap: (value: bigint) => bigint;
}

type Memory = Pick<ScalarCase, "view" | "wrap">;

function signed(bits: number, view: ScalarCase["view"]): Memory {
  return { view, wrap: (value) => BigInt.asIntN(bits, value) };
}

function unsigned(bits: number, view: ScalarCase["view"]): Memory {
  return { view, wrap: (value) => BigInt.asUintN(bits, value) };
}

const numbers = (items: readonly (number | bigint)[]): number[] => items.map(Number);
const bigints = (items: readonly (number | bigint)[]): bigint[] => items.map(BigInt);
const i8 = signed(8, (items) => Int8Array.from(numbers(items)));
const u8 = unsigned(8, (items) => Uint8Array.from(numbers(items)));
const i16 = signed(16, (items) => Int16Array.from(numbers(items)));
const u16 = unsigned(16, (items) => Uint16Array.from(numbers(items)));
const i32 = signed(32, (items) => Int32Array.from(numbers(items)));
const u32 = unsigned(32, (items) => Uint32Array.from(numbers(items)));
const i64 = signed(64, (items) => BigInt64Array.from(bigints(items)));
const u64 = unsigned(64, (items) => BigUint64Array.from(bigints(items)));
const longBits = process.platform === "win32" ? 32 : 64;
const long = longBits === 64 ? i64 : i32;
const ulong = longBits === 64 ? u64 : u32;
// Zig's c_char: signed on x86, unsigned on Linux for ARM.
const isCharSigned = process.arch === "x64" || process.platform === "darwin" || process.platform === "win32";
const char = isCharSigned ? i8 : u8;

const i8Values = [-128, -1, 0, 1, 127];
const u8Values = [0, 1, 128, 255];
const i16Values = [-32768, -1, 0, 32767];
const u16Values = [0, 32768, 65535];
const i32Values = [-2147483648, -1, 0, 2147483647];
const u32Values = [0, 2147483648, 4294967295];
const i64Values = [-(2n ** 63n), -1n, 0n, 2n ** 53n + 1n, 2n ** 63n - 1n];
const u64Values = [0n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n];
const longValues = longBits === 64 ? i64Values : i32Values.map(BigInt);
const ulongValues = longBits === 64 ? u64Values : u32Values.map(BigInt);
const safe = Number.MAX_SAFE_INTEGER;

function scalar(type: string, memory: Memory, values: ScalarCase["values"], isByAddress = false): ScalarCase {
  return { type, ...memory, values, isByAddress };
}

export const integers: readonly ScalarCase[] = [
  scalar("i8", i8, i8Values),
  scalar("i16", i16, i16Values),
  scalar("i32", i32, i32Values),
  scalar("i64", i64, i64Values),
  scalar("u8", u8, u8Values),
  scalar("u16", u16, u16Values),
  scalar("u32", u32, u32Values),
  scalar("u64", u64, u64Values),
  scalar("isize", i64, [-safe, -1, 0, safe]),
  scalar("usize", u64, [0, 2 ** 32, safe]),
  scalar("c_char", char, isCharSigned ? i8Values : u8Values, true),
  scalar("c_short", i16, i16Values),
  scalar("c_ushort", u16, u16Values),
  scalar("c_int", i32, i32Values),
  scalar("c_uint", u32, u32Values),
  scalar("c_long", long, longValues, true),
  scalar("c_ulong", ulong, ulongValues, true),
  scalar("c_longlong", i64, i64Values),
  scalar("c_ulonglong", u64, u64Values),
];

const floatMemory = { wrap: (value: bigint): bigint => value };
export const floats: readonly ScalarCase[] = [
  scalar("f32", { ...floatMemory, view: (items) => Float32Array.from(numbers(items)) }, [
    0,
    -0,
    1.5,
    -3.4028234663852886e38,
    1.401298464324817e-45,
    Infinity,
    NaN,
  ]),
  scalar("f64", { ...floatMemory, view: (items) => Float64Array.from(numbers(items)) }, [
    0,
    -0,
    0.1,
    Number.MAX_VALUE,
    Number.MIN_VALUE,
    -Infinity,
    NaN,
  ]),
];

export const bool: ScalarCase = scalar("bool", { ...floatMemory, view: (items) => Uint8Array.from(numbers(items)) }, [false, true]);
