import { partial, patternText } from "./texts.ts";
import { arrayOf, builtinFunction, literal, unknownValue, type Call, type Literal, type PartialText, type Value } from "./values.ts";

/** Members of a string of which all or parts are known. URLs are their texts here. */
export function textMember(text: Literal | PartialText, name: string): Value {
  if (name === "pathname" || name === "href") return text;
  if (name === "toString" || name === "valueOf" || name === "normalize") return builtinFunction(name, () => text);
  if (text.kind === "partial")
    return name === "replace" || name === "slice" ? builtinFunction(name, () => partial("*")) : unknownValue("the text is not known");
  const known = patternText(text);
  if (name === "length") return literal(known.length);
  const method = methods.get(name);
  if (method === undefined) return unknownValue(`\`${name}\` of a text is not known`);
  return builtinFunction(name, (call) => {
    const args = call.args.map((arg) => arg.value);
    const plain = args.flatMap((arg) => (arg.kind === "literal" ? [arg.value] : []));
    return plain.length === args.length ? method(known, plain, call) : unknownValue(`what \`${name}\` gives is not known`);
  });
}

type Plain = Literal["value"];
type Method = (text: string, args: readonly Plain[], call: Call) => Value;

const methods = new Map<string, Method>(
  Object.entries({
    toUpperCase: (text: string) => literal(text.toUpperCase()),
    toLowerCase: (text: string) => literal(text.toLowerCase()),
    trim: (text: string) => literal(text.trim()),
    concat: (text: string, args: readonly Plain[]) => literal(text + args.map(String).join("")),
    replace: (text: string, [from, to]: readonly Plain[]) => literal(text.replace(String(from), () => String(to))),
    replaceAll: (text: string, [from, to]: readonly Plain[]) => literal(text.replaceAll(String(from), () => String(to))),
    slice: (text: string, [start, end]: readonly Plain[]) =>
      literal(text.slice(Number(start ?? 0), end === undefined ? undefined : Number(end))),
    startsWith: (text: string, [part]: readonly Plain[]) => literal(text.startsWith(String(part))),
    endsWith: (text: string, [part]: readonly Plain[]) => literal(text.endsWith(String(part))),
    includes: (text: string, [part]: readonly Plain[]) => literal(text.includes(String(part))),
    split: (text: string, [separator]: readonly Plain[], call: Call) =>
      arrayOf(text.split(String(separator)).map((part) => ({ value: literal(part), at: call.at }))),
  }),
);
