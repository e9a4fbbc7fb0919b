import type { LayoutView } from "../../../server/src/protocol/layoutView.ts";

/** Texts of the webview, which cannot translate. `{0}` and `{1}` are replaced. */
export interface LayoutTexts {
  readonly offset: string;
  readonly size: string;
  readonly type: string;
  readonly field: string;
  readonly value: string;
  readonly padding: string;
  readonly paddingTotal: string;
  readonly saves: string;
  readonly verified: string;
  readonly computed: string;
  readonly compareWith: string;
  readonly nothing: string;
  readonly same: string;
  readonly rows: string;
  readonly cacheLine: string;
  readonly sizeAndAlign: string;
  readonly byteMap: string;
  readonly unknown: string;
  readonly help: string;
  readonly differs: string;
  readonly source: string;
}

export type ToWebview =
  | {
      readonly kind: "show";
      readonly view: LayoutView;
      readonly texts: LayoutTexts;
      /** For people: `src/vec.zig:12`. */
      readonly place: string;
      /** Index into `view.layouts`, then `view.mirrors`, of what stands beside the first, or null. */
      readonly compared: number | null;
      /** The field under the cursor. */
      readonly field: string | null;
    }
  | { readonly kind: "nothing"; readonly text: string };

export type FromWebview =
  | { readonly kind: "ready" }
  /** Go to the declaration of a field; null: of the type. */
  | { readonly kind: "reveal"; readonly field: string | null }
  /** An index into `view.layouts`, then `view.mirrors`; null: nothing beside the first. */
  | { readonly kind: "compare"; readonly index: number | null };

/** A message of the webview, or undefined for anything else. */
export function parseFromWebview(value: unknown): FromWebview | undefined {
  const record = new Map<string, unknown>(Object.entries(typeof value === "object" && value !== null ? value : {}));
  const field = record.get("field");
  const index = record.get("index");
  switch (record.get("kind")) {
    case "ready":
      return { kind: "ready" };
    case "reveal":
      return { kind: "reveal", field: typeof field === "string" ? field : null };
    case "compare":
      return { kind: "compare", index: typeof index === "number" ? index : null };
    default:
      return undefined;
  }
}
