/** A value of the wrong kind. `at` names function and parameter, `path` the field inside it. */
export function wrongKind(at: string, path: string, expected: string, value: unknown): never {
  throw new TypeError(`${at}${path} must be ${expected}, got ${describeValue(value)}`);
}

/** A value of the right kind that the Zig type cannot hold. */
export function outOfRange(at: string, path: string, expected: string, value: unknown): never {
  throw new RangeError(`${at}${path} must be ${expected}, got ${describeValue(value)}`);
}

function describeValue(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return value.length <= 40 ? JSON.stringify(value) : `a string of ${value.length} characters`;
  if (ArrayBuffer.isView(value) || Array.isArray(value))
    return `${value.constructor.name} of length ${"length" in value ? value.length : value.byteLength}`;
  return typeof value;
}
