import type { Type } from "../model/types.ts";
import { unknownValue, type IntValue, type Value } from "./values.ts";

/** `left operator right`; `text` is the source, for the reason when the result cannot be known. */
export function binaryInt(operator: string, operands: readonly [IntValue, IntValue], text: string): Value {
  const [left, right] = operands;
  const type = operator === "<<" || operator === ">>" ? left.type : (left.type ?? right.type);
  const value = compute(operator, left.value, right.value);
  return value === undefined ? unknownValue(`\`${text}\` can only be evaluated by the compiler`) : typedInt(value, type, text);
}

export function unaryInt(operator: string, operand: IntValue, text: string): Value {
  if (operator === "-") return typedInt(-operand.value, operand.type, text);
  const type = operand.type;
  // `~` depends on the width.
  if (operator !== "~" || type?.kind !== "int") return unknownValue(`\`${text}\` can only be evaluated by the compiler`);
  const value = type.signed ? ~operand.value : BigInt.asUintN(type.bits, ~operand.value);
  return { kind: "int", value, type };
}

/** A value given a type: unknown when it does not fit, as Zig refuses it. */
export function typedInt(value: bigint, type: Type | null, text: string): Value {
  if (value > limit || value < -limit) return unknownValue(`\`${text}\` is too large`);
  if (type?.kind !== "int") return { kind: "int", value, type };
  const { min, max } = rangeOfInt(type.signed, type.bits);
  return value < min || value > max ? unknownValue(`\`${text}\` does not fit its type`) : { kind: "int", value, type };
}

export function rangeOfInt(signed: boolean, bits: number): { readonly min: bigint; readonly max: bigint } {
  const size = BigInt(bits);
  if (!signed) return { min: 0n, max: (1n << size) - 1n };
  return bits === 0 ? { min: 0n, max: 0n } : { min: -(1n << (size - 1n)), max: (1n << (size - 1n)) - 1n };
}

/** No constant of a real library is larger; without a limit a few lines of source could fill the memory. */
const limit = 1n << 65536n;

function compute(operator: string, left: bigint, right: bigint): bigint | undefined {
  const isShift = right >= 0n && right < 65536n;
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      // Zig wants signed division spelled out unless it is exact.
      return right === 0n || (left % right !== 0n && (left < 0n || right < 0n)) ? undefined : left / right;
    case "%":
      return right <= 0n || left < 0n ? undefined : left % right;
    case "<<":
      return isShift ? left << right : undefined;
    case ">>":
      return isShift ? left >> right : undefined;
    case "|":
      return left | right;
    case "&":
      return left & right;
    case "^":
      return left ^ right;
    default:
      return undefined;
  }
}
