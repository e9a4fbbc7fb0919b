import { checkBits, checkSigned, checkUnsigned } from "./checks.ts";

// Scalars that DataView has no accessor for, and those whose width or sign belongs to the platform.

export function readI128(m: DataView, p: number): bigint {
  return (m.getBigInt64(p + 8, true) << 64n) | m.getBigUint64(p, true);
}

export function readU128(m: DataView, p: number): bigint {
  return (m.getBigUint64(p + 8, true) << 64n) | m.getBigUint64(p, true);
}

export function write128(m: DataView, p: number, v: bigint): void {
  m.setBigUint64(p, BigInt.asUintN(64, v), true);
  m.setBigInt64(p + 8, BigInt.asIntN(64, v >> 64n), true);
}

/** IEEE 754 binary16 as a number. */
export function readF16(m: DataView, p: number): number {
  const bits = m.getUint16(p, true);
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Rounds to nearest, ties to even, like the hardware. */
export function writeF16(m: DataView, p: number, v: number): void {
  m.setUint16(p, f16Bits(v), true);
}

function f16Bits(v: number): number {
  if (Number.isNaN(v)) return 0x7e00;
  const sign = v < 0 || Object.is(v, -0) ? 0x8000 : 0;
  const a = Math.abs(v);
  if (a >= 65520) return sign | 0x7c00;
  const exponent = a < 2 ** -14 ? -14 : Math.floor(Math.log2(a));
  const steps = roundEven(a / 2 ** (exponent - 10));
  // A carry out of the fraction raises the exponent by itself: 2048 steps are 1024 steps one exponent up.
  return a < 2 ** -14 ? sign | steps : sign | (((exponent + 15) << 10) + (steps - 1024));
}

function roundEven(v: number): number {
  const floor = Math.floor(v);
  const rest = v - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

/** `c_long` is 4 bytes on Windows and 8 elsewhere: a bigint everywhere, so that programs do not change with the platform. */
export const longSize: 4 | 8 = process.platform === "win32" ? 4 : 8;

export function readLong(m: DataView, p: number): bigint {
  return longSize === 4 ? BigInt(m.getInt32(p, true)) : m.getBigInt64(p, true);
}

export function readUlong(m: DataView, p: number): bigint {
  return longSize === 4 ? BigInt(m.getUint32(p, true)) : m.getBigUint64(p, true);
}

export function writeLong(m: DataView, p: number, v: bigint): void {
  if (longSize === 4) m.setInt32(p, Number(BigInt.asIntN(32, v)), true);
  else m.setBigInt64(p, BigInt.asIntN(64, v), true);
}

/** `c_char` is unsigned on Linux for ARM and signed elsewhere. */
export const charIsSigned = !(process.platform === "linux" && process.arch.startsWith("arm"));

export function checkLong(v: bigint, at: string, path = ""): bigint {
  return checkSigned(v, longSize * 8, at, path);
}

export function checkUlong(v: bigint, at: string, path = ""): bigint {
  return checkUnsigned(v, longSize * 8, at, path);
}

export const charType = charIsSigned ? "int8_t" : "uint8_t";

export function checkChar(v: number, at: string, path = ""): number {
  return checkBits(v, charIsSigned ? "i8" : "u8", at, path);
}

export function readChar(m: DataView, p: number): number {
  return charIsSigned ? m.getInt8(p) : m.getUint8(p);
}

const floatBits = new DataView(new ArrayBuffer(8));

export function floatFromBits32(bits: number): number {
  floatBits.setUint32(0, bits);
  return floatBits.getFloat32(0);
}

export function floatFromBits64(bits: bigint): number {
  floatBits.setBigUint64(0, bits);
  return floatBits.getFloat64(0);
}

export function floatToBits32(v: number): number {
  floatBits.setFloat32(0, v);
  return floatBits.getUint32(0);
}

export function floatToBits64(v: number): bigint {
  floatBits.setFloat64(0, v);
  return floatBits.getBigUint64(0);
}
