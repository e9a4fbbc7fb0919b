// The entry of the built command line: compiled code is kept between runs, which saves a good part of a short one.
import * as module from "node:module";

// Node 20 has no such thing.
(module as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();
await import("./main.ts");
