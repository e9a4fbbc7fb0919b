import { CappedText } from "./cappedText.ts";

/** Tells which test a stream's text belongs to, by the marker lines in it. Text before and after all tests has the key "". */
export class OutputSplitter {
  readonly #marker: string;
  readonly #limit: number;
  readonly #texts = new Map<string, CappedText>();
  #key = "";
  #pending = "";

  constructor(marker: string, limit: number) {
    this.#marker = `\n${marker}`;
    this.#limit = limit;
  }

  push(chunk: string): void {
    this.#pending += chunk;
    for (;;) {
      const start = this.#pending.indexOf(this.#marker);
      if (start === -1) break;
      const end = this.#pending.indexOf("\n", start + this.#marker.length);
      if (end === -1) break;
      this.#add(this.#pending.slice(0, start));
      this.#key = JSON.parse(this.#pending.slice(start + this.#marker.length, end)) as string;
      this.#pending = this.#pending.slice(end + 1);
    }
    // What cannot be the beginning of a marker is text.
    const possible = this.#pending.lastIndexOf("\n");
    const isWhole = this.#pending.indexOf(this.#marker) !== -1;
    const keep = isWhole ? this.#pending.indexOf(this.#marker) : possible === -1 ? this.#pending.length : possible;
    this.#add(this.#pending.slice(0, keep));
    this.#pending = this.#pending.slice(keep);
  }

  /** After the stream's end. */
  end(): ReadonlyMap<string, string> {
    this.#add(this.#pending);
    this.#pending = "";
    return new Map([...this.#texts].map(([key, text]) => [key, text.toString()]));
  }

  #add(text: string): void {
    if (text === "") return;
    const texts = this.#texts.get(this.#key) ?? new CappedText(this.#limit);
    this.#texts.set(this.#key, texts);
    texts.push(text);
  }
}
