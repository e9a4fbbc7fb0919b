import type { Token } from "./tokens.ts";

/** How far a parse of one expression has come. */
export interface State {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
}

/** Deeper nesting than this is machine-made; giving up keeps the stack safe. */
export const maxDepth = 200;

export function isIdentifier(token: Token | undefined): token is Token {
  return token?.kind === "word" || token?.kind === "quoted";
}

export function peek(state: State): Token | undefined {
  return state.tokens[state.at];
}

export function at(state: State, text: string): boolean {
  return peek(state)?.text === text;
}

export function take(state: State, text: string): boolean {
  if (!at(state, text)) return false;
  state.at++;
  return true;
}

/** Where an expression begins that is to be parsed now: with its brackets, which the expression inside them does not have. */
export function nextStart(state: State): number {
  return peek(state)?.start ?? 0;
}

export function previousEnd(state: State): number {
  return state.tokens[state.at - 1]?.end ?? 0;
}
