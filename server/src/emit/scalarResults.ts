import type { ScalarCodec } from "../plan/bindingPlan.ts";
import type { EmitContext } from "./emitContext.ts";
import { pointerType } from "./tsTypes.ts";

/** An expression that makes what programs see out of what koffi returned. `what` is source of a string that names the value. */
export function scalarFromKoffi(context: EmitContext, codec: ScalarCodec, source: string, what: string): string {
  switch (codec.kind) {
    case "number":
    case "bool":
    case "char":
      return source;
    // koffi returns numbers up to 2^53 and bigints above.
    case "bigint":
    case "long":
      return `BigInt(${source})`;
    case "size":
      return `${context.use("sizeResult")}(${source}, ${what})`;
    case "enum":
      return `${codec.tag.kind === "number" ? source : scalarFromKoffi(context, codec.tag, source, what)} as ${codec.type}`;
    case "packed":
      return `unpack${codec.type}(${scalarFromKoffi(context, codec.backing, source, what)})`;
    case "pointer":
      return codec.isOptional ? `(${source} || null) as ${pointerType(context, codec)}` : `${source} as ${pointerType(context, codec)}`;
  }
}

/** What koffi returns for a scalar, as a TypeScript type. */
export function rawScalarType(codec: ScalarCodec): string {
  switch (codec.kind) {
    case "bool":
      return "boolean";
    case "bigint":
    case "long":
    case "size":
      return "number | bigint";
    case "enum":
      return rawScalarType(codec.tag);
    case "packed":
      return rawScalarType(codec.backing);
    default:
      return "number";
  }
}
