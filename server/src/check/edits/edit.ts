import type { Span } from "../../model/span.ts";

/** One correction of a declaration: replaces `span` by `text`. */
export interface Edit {
  /** Its offsets count; line and column may be those of a longer span. */
  readonly span: Span;
  readonly text: string;
}

/** Edits that belong together: all of them are made, or none. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly isRemoval?: true;
}
