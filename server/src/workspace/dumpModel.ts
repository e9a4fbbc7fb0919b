import { kindText } from "../layout/dumpLayout.ts";
import { abiText } from "../layout/abiText.ts";
import { createLayouts } from "../layout/layouts.ts";
import type { Export, FfiModule } from "../model/decls.ts";
import type { Target } from "../model/target.ts";

/** `dump --stage model`. Lines and columns are 1-based; `abi` is resolved for the target. */
export interface ModelDump {
  readonly root: string;
  readonly exports: readonly ExportDump[];
  readonly types: readonly { readonly name: string; readonly kind: string; readonly file: string; readonly line: number }[];
}

export interface ExportDump {
  readonly symbol: string;
  readonly kind: "fn" | "var" | "const";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly params?: readonly { readonly name: string | null; readonly type: string; readonly abi: string }[];
  readonly returns?: { readonly type: string; readonly abi: string };
  readonly callconv?: string;
  readonly type?: string;
  readonly abi?: string;
  readonly doc: string | null;
  readonly unknown: string | null;
  /** Present where the source exports it only under a condition. */
  readonly conditional?: true;
}

export interface ModelDumpOptions {
  readonly file: string;
  readonly closure: boolean;
  readonly showPath: (path: string) => string;
}

export function dumpModel(module: FfiModule, target: Target, { file, closure, showPath }: ModelDumpOptions): ModelDump {
  const layouts = createLayouts(module, target);
  const abi = (type: Parameters<typeof abiText>[2]): string => abiText(module, layouts, type);
  const exportDump = (item: Export): ExportDump => {
    const head = { symbol: item.symbol, kind: item.kind, file: showPath(item.span.file), line: item.span.line, column: item.span.column };
    const tail = {
      doc: item.doc?.text ?? null,
      unknown: item.unknown,
      ...(item.isConditional === true ? { conditional: true as const } : {}),
    };
    if (item.kind !== "fn") return { ...head, type: item.typeText, abi: abi(item.type), ...tail };
    const params = item.params.map((param) => ({ name: param.name, type: param.text, abi: abi(param.type) }));
    return { ...head, params, returns: { type: item.returnsText, abi: abi(item.returns) }, callconv: item.callconv, ...tail };
  };
  const containers = [...module.containers.values()].filter((container) => closure || container.span.file === file);
  return {
    root: showPath(module.root),
    exports: module.exports.map(exportDump),
    types: containers.map((container) => ({
      name: container.name,
      kind: kindText(container),
      file: showPath(container.span.file),
      line: container.span.line,
    })),
  };
}
