/** The section `zigFfi` of the client's configuration. Whatever is missing has its default. */
export interface Settings {
  /** The compiler: a path or a name on PATH; empty: searched. */
  readonly zigPath: string;
  /** Milliseconds without a keystroke before diagnostics are pushed. */
  readonly diagnosticsDelay: number;
  readonly codeLens: boolean;
  readonly inlayHintsLayout: boolean;
  readonly inlayHintsSlices: boolean;
  /** Write the bindings of a library again whenever one of its Zig files is saved and they exist already. */
  readonly generateOnSave: boolean;
  /** In a trusted workspace: ask the compiler for this machine's layouts whenever a Zig file of a library is saved. */
  readonly verifyOnSave: boolean;
}

export const defaultSettings: Settings = {
  zigPath: "",
  diagnosticsDelay: 100,
  codeLens: true,
  inlayHintsLayout: true,
  inlayHintsSlices: true,
  generateOnSave: false,
  verifyOnSave: true,
};

/** `initializationOptions` of the `initialize` request; all members may be missing. */
export interface InitializationOptions {
  /** False: nothing is built or run until `zigFfi/trust` says otherwise. */
  readonly isTrusted?: boolean;
  /** Commands of `clientCommands` that the client executes. */
  readonly clientCommands?: readonly string[];
  /** Address of the page that documents the issue codes; `#abiparam-type` is appended. */
  readonly docs?: string;
  /** Path of the Zig extension's compiler (`zig.path`). */
  readonly zigExtensionPath?: string;
}

export interface TrustParams {
  readonly isTrusted: boolean;
}
