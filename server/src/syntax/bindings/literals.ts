/** What a number literal is worth: `0x1f`, `1_000`, `2n`. */
export function numberValue(text: string): number | bigint {
  const plain = text.replaceAll("_", "");
  if (plain.endsWith("n")) {
    const digits = plain.slice(0, -1);
    return /^(?:\d+|0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/.test(digits) ? BigInt(digits) : Number.NaN;
  }
  // A leading zero means octal in old scripts, which `Number` does not know.
  return /^0[0-7]+$/.test(plain) ? Number.parseInt(plain, 8) : Number(plain);
}

/** A number as a property's name. */
export function bigText(value: number | bigint): string {
  return value.toString();
}

const simpleEscapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", "0": "\0" };
const escapes = /\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(\r\n|[\s\S]))/g;

/** The text that a string's or template's source stands for. */
export function cookedText(source: string): string {
  return source.replace(escapes, (...groups: readonly (string | undefined)[]) => {
    const [, braced, unicode, hex, single] = groups;
    const digits = braced ?? unicode ?? hex;
    if (digits !== undefined) {
      const code = Number.parseInt(digits, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : "";
    }
    if (single === undefined || /[\r\n]/.test(single)) return "";
    return simpleEscapes[single] ?? single;
  });
}
