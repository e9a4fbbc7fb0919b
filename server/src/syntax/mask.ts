/**
 * The grammar takes `async` and its relatives for keywords, but Zig 0.15 made plain names of some of them: `enum { async, sync }`. Where such a word
 * can only be a name, the text for the parser gets another word of the same length, so that all offsets stay true; names
 * are then read from the real text.
 */
export function maskKeywordNames(text: string): string {
  return text.replace(keywordName, (word) => `_${word.slice(1)}`);
}

const keywordName = /\b(?:(?:async|await)(?=\s*[,:=}).;])|(?:suspend|resume)(?=\s*[,:=]))|(?<=\.)(?:async|await|suspend|resume)\b/g;
