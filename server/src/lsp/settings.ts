import { defaultSettings, type InitializationOptions, type Settings } from "../protocol/settings.ts";

/** The client's section `zigFfi`, of which nothing is certain. */
export function readSettings(section: unknown): Settings {
  const given = isRecord(section) ? section : {};
  const text = (key: "zigPath"): string => (typeof given[key] === "string" ? given[key] : defaultSettings[key]);
  const flag = (key: "codeLens" | "inlayHintsLayout" | "inlayHintsSlices" | "generateOnSave" | "verifyOnSave"): boolean =>
    typeof given[key] === "boolean" ? given[key] : defaultSettings[key];
  const delay = given["diagnosticsDelay"];
  return {
    zigPath: text("zigPath"),
    diagnosticsDelay: typeof delay === "number" && delay >= 0 && delay <= 60_000 ? delay : defaultSettings.diagnosticsDelay,
    codeLens: flag("codeLens"),
    inlayHintsLayout: flag("inlayHintsLayout"),
    inlayHintsSlices: flag("inlayHintsSlices"),
    generateOnSave: flag("generateOnSave"),
    verifyOnSave: flag("verifyOnSave"),
  };
}

export interface ClientOptions {
  readonly isTrusted: boolean;
  readonly clientCommands: ReadonlySet<string>;
  readonly docs: string | undefined;
  readonly zigExtensionPath: string | undefined;
}

/** `initializationOptions`. An editor that says nothing about trust has been told by its user to start us. */
export function readInitializationOptions(options: unknown): ClientOptions {
  const given: Partial<Record<keyof InitializationOptions, unknown>> = isRecord(options) ? options : {};
  const { clientCommands, docs, zigExtensionPath } = given;
  return {
    isTrusted: given.isTrusted !== false,
    clientCommands: new Set(Array.isArray(clientCommands) ? clientCommands.filter((name) => typeof name === "string") : []),
    docs: typeof docs === "string" ? docs : undefined,
    zigExtensionPath: typeof zigExtensionPath === "string" ? zigExtensionPath : undefined,
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
