/**
 * Valid Zig that the grammar cannot parse is replaced, before parsing, by something of the same length that it can, so that all offsets
 * stay true; names and types are then read from the real text. These are: `async` and its relatives where they can only be names (they are
 * plain names since Zig 0.15), and a bare `error{..}` as a field's type.
 */
export function maskForGrammar(text: string): string {
  const masked = text.replace(keywordName, (word) => `_${word.slice(1)}`);
  return masked.replace(bareErrorSet, (_whole, colon: string, set: string) => colon + "_".repeat(set.length));
}

const keywordName = /\b(?:(?:async|await)(?=\s*[,:=}).;])|(?:suspend|resume)(?=\s*[,:=}]))|(?<=\.)(?:async|await|suspend|resume)\b/g;
const bareErrorSet = /(:\s*)(error\s*\{[^{}]*\})(?=\s*[,=}])/g;
