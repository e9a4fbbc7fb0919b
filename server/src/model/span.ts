/** A range of source text. Lines and columns are 1-based and count UTF-16 units; `start` and `end` are 0-based UTF-16 offsets. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

/** What a reader of files hands to the core: paths are absolute, with `/`. `undefined` means that the file cannot be read. */
export type ReadSource = (path: string) => SourceText | undefined;

export interface SourceText {
  readonly text: string;
  /** False when bytes had to be replaced to make the text: the offsets that we report may then be off. */
  readonly isValidUtf8: boolean;
}
