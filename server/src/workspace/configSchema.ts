import schemaJson from "../../../zig-ffi.schema.json" with { type: "json" };

/** The schema that editors use as well: one description of the file for people, editors and us. */
export const schema: object = schemaJson;
