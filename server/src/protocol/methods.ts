/** Names of what the server speaks beyond the Language Server Protocol. */
export const methods = {
  /** Request: none -> `LibraryInfo[]`. */
  libraries: "zigFfi/libraries",
  /** Request: `PlaceParams` -> `LayoutView | null`, of the type under the position. */
  layout: "zigFfi/layout",
  /** Request: `LibraryParams` or `PlaceParams` -> `PlanView | null`. */
  plan: "zigFfi/plan",
  /** Request: none -> `ServerStatus`. */
  status: "zigFfi/status",
  /** Notification to the client, no parameters: ask for the libraries again. */
  librariesChanged: "zigFfi/librariesChanged",
  /** Request: none -> `SpecFile[]`; from then on changes are notified. */
  specs: "zigFfi/specs",
  /** Notification to the client: `SpecFilesChange`. */
  specsChanged: "zigFfi/specsChanged",
  /** Request: `SpecsOfParams` -> `SpecsOf | null`. */
  specsOf: "zigFfi/specsOf",
  /** Notification to the server: `TrustParams`. */
  trust: "zigFfi/trust",
} as const;

/** Commands that the server executes (`workspace/executeCommand`); each takes one `LibraryCommandParams` and can be cancelled. */
export const serverCommands = {
  /** -> `GenerateResult[]` */
  generate: "zigFfi.server.generate",
  /** -> `BuildResult[]` */
  build: "zigFfi.server.build",
  /** Asks the compiler for every layout, on all targets -> `VerifyResult[]` */
  verify: "zigFfi.server.verify",
  /** Looks at every library anew, also at files that are not open -> `CheckResult`. */
  check: "zigFfi.server.check",
} as const;

/** Commands that code lenses name and the client executes, where it said in `InitializationOptions` that it can. */
export const clientCommands = {
  /** Arguments: uri, `Position`, `Location[]`. */
  showReferences: "zigFfi.client.showReferences",
  /** Arguments: `RunSpecsParams`. */
  runSpecs: "zigFfi.client.runSpecs",
  /** Arguments: `PlaceParams`. */
  showLayout: "zigFfi.client.showLayout",
} as const;

/** Kinds of code actions that the client asks for by name. */
export const actionKinds = { createSpec: "refactor.rewrite.createSpec" } as const;
