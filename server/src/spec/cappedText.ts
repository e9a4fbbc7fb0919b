/** The beginning and the end of a text, in about `limit` characters: it begins with what happened first, and ends with why. */
export class CappedText {
  readonly #limit: number;
  #head = "";
  #tail = "";
  #isCut = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(text: string): void {
    const room = this.#half - this.#head.length;
    this.#head += text.slice(0, Math.max(0, room));
    this.#tail += text.slice(Math.max(0, room));
    // Twice as much at times, so that not each addition copies.
    if (this.#tail.length > this.#limit) this.#cut();
  }

  toString(): string {
    if (this.#tail.length > this.#half) this.#cut();
    return this.#isCut ? `${this.#head}\n(output was left out here)\n${this.#tail}` : this.#head + this.#tail;
  }

  get #half(): number {
    return Math.floor(this.#limit / 2);
  }

  #cut(): void {
    this.#tail = this.#tail.slice(-this.#half);
    this.#isCut = true;
  }
}
