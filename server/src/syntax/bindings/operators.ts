import { joinTexts } from "./texts.ts";
import { armsOf, choiceOf, literal, truthOf, undefinedValue, unknownValue, type Literal, type Value } from "./values.ts";

export function binaryValue(operator: string, left: Value, right: Value): Value {
  if (left.kind === "choice" || right.kind === "choice") {
    if (operator === "+" && (isTextual(left) || isTextual(right))) return joinTexts([left, right]);
    return choiceOf(armsOf(left).flatMap((a) => armsOf(right).map((b) => binaryValue(operator, a, b))));
  }
  if (operator === "+" && (isTextual(left) || isTextual(right))) return joinTexts([left, right]);
  if (left.kind !== "literal" || right.kind !== "literal") return unknownValue(`the result of \`${operator}\` is not known`);
  return compared(operator, left.value, right.value) ?? computed(operator, left.value, right.value);
}

function isTextual(value: Value): boolean {
  return armsOf(value).some((arm) => arm.kind === "partial" || (arm.kind === "literal" && typeof arm.value === "string"));
}

type Plain = Literal["value"];

function compared(operator: string, a: Plain, b: Plain): Literal | undefined {
  if (operator === "===" || operator === "==") return literal(a === b);
  if (operator === "!==" || operator === "!=") return literal(a !== b);
  if (!isNumeric(a) || !isNumeric(b)) return undefined;
  if (operator === "<") return literal(a < b);
  if (operator === "<=") return literal(a <= b);
  if (operator === ">") return literal(a > b);
  if (operator === ">=") return literal(a >= b);
  return undefined;
}

function isNumeric(value: Plain): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

const numberOperators: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "**": (a, b) => a ** b,
  "<<": (a, b) => a << b,
  ">>": (a, b) => a >> b,
  ">>>": (a, b) => a >>> b,
  "|": (a, b) => a | b,
  "&": (a, b) => a & b,
  "^": (a, b) => a ^ b,
};

const maxShift = 256n;
const bigOperators: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "<<": (a, b) => (b >= 0n && b <= maxShift ? a << b : 0n),
  "|": (a, b) => a | b,
  "&": (a, b) => a & b,
  "^": (a, b) => a ^ b,
};

function computed(operator: string, a: Plain, b: Plain): Value {
  if (typeof a === "bigint" && typeof b === "bigint") {
    const big = bigOperators[operator];
    if (big !== undefined) return literal(big(a, b));
  }
  const number = numberOperators[operator];
  if (typeof a === "number" && typeof b === "number" && number !== undefined) return literal(number(a, b));
  return unknownValue(`the result of \`${operator}\` is not known`);
}

export function unaryValue(operator: string, value: Value): Value {
  if (operator === "void") return undefinedValue;
  if (operator === "!") {
    const truth = truthOf(value);
    return truth === undefined ? unknownValue("the condition is not known") : literal(!truth);
  }
  if (value.kind === "literal" && typeof value.value === "number") {
    if (operator === "-") return literal(-value.value);
    if (operator === "+") return value;
    if (operator === "~") return literal(~value.value);
  }
  if (value.kind === "literal" && typeof value.value === "bigint") {
    if (operator === "-") return literal(-value.value);
    if (operator === "~") return literal(~value.value);
  }
  return unknownValue(`the result of \`${operator}\` is not known`);
}
