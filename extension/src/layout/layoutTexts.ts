import { l10n } from "vscode";
import type { LayoutTexts } from "./layoutView.ts";

/** Placeholders stay: the webview fills them in. */
export function layoutTexts(): LayoutTexts {
  return {
    offset: l10n.t("offset"),
    size: l10n.t("size"),
    type: l10n.t("type"),
    field: l10n.t("field"),
    value: l10n.t("value"),
    padding: l10n.t("padding"),
    paddingTotal: l10n.t("{0} bytes of padding", "{0}"),
    saves: l10n.t("another order of the fields saves {0} bytes", "{0}"),
    verified: l10n.t("verified by Zig {0} for {1}", "{0}", "{1}"),
    computed: l10n.t("computed"),
    compareWith: l10n.t("Compare with"),
    nothing: l10n.t("nothing"),
    same: l10n.t("The same on {0}", "{0}"),
    rows: l10n.t("… {0} more rows of {1}", "{0}", "{1}"),
    cacheLine: l10n.t("cache line {0}, counted from the start of the value", "{0}"),
    sizeAndAlign: l10n.t("size {0}, align {1}", "{0}", "{1}"),
    byteMap: l10n.t("Byte map; the table below says the same"),
    unknown: l10n.t("Not known for {0}: {1}", "{0}", "{1}"),
    help: l10n.t("Arrow keys move between fields, Enter goes to the source. The view follows the cursor."),
    differs: l10n.t("differs"),
    source: l10n.t("Go to the source"),
  };
}
