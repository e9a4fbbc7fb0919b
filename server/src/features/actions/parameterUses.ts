import { identifierName, type Token } from "../../syntax/tokens.ts";

/** Indices of the tokens of a body that mean a parameter; null where one of them cannot be written in another way. */
export function parameterUses(tokens: readonly Token[], name: string): readonly number[] | null {
  const uses: number[] = [];
  const inside = insideContainers(tokens);
  for (const [i, token] of tokens.entries()) {
    const previous = tokens[i - 1]?.text;
    if ((token.kind !== "word" && token.kind !== "quoted") || identifierName(token.text) !== name || previous === ".") continue;
    // A field's name or a label: no value ends in front of a colon here.
    if (tokens[i + 1]?.text === ":" || previous === ":") continue;
    if (token.kind === "quoted" || inside[i] === true) return null;
    uses.push(i);
  }
  return uses;
}

/** Which tokens stand inside of a type or a set of errors, where names are declared and parameters are out of reach. */
function insideContainers(tokens: readonly Token[]): readonly boolean[] {
  const open: boolean[] = [];
  let isNext = false;
  return tokens.map(({ kind, text }) => {
    const isInside = open.includes(true);
    if (kind === "word" && /^(?:struct|union|enum|opaque|error)$/.test(text)) isNext = true;
    else if (text === "{") {
      open.push(isNext);
      isNext = false;
    } else if (text === "}") open.pop();
    // `error.Name` and `enum(u8) {`: only the latter goes on to a brace.
    else if (text === "." || text === ";" || text === ",") isNext = false;
    return isInside;
  });
}
