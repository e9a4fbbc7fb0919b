import * as vscode from "vscode";
import { State, type LanguageClient } from "vscode-languageclient/node";
import type { LibraryInfo, ServerStatus } from "../../server/src/protocol/libraries.ts";
import { commandIds } from "./commandIds.ts";
import type { Libraries } from "./libraries.ts";
import { requestStatus } from "./requests.ts";

/** Language status of Zig and TypeScript editors: which compiler and why, and how the library of the open file stands. */
export function registerStatusItems(client: LanguageClient, libraries: Libraries): vscode.Disposable {
  const selector = [{ language: "zig" }, { language: "typescript" }, { pattern: "**/zig-ffi.json" }];
  const zig = vscode.languages.createLanguageStatusItem("zigFfi.zig", selector);
  zig.name = vscode.l10n.t("Zig compiler");
  const library = vscode.languages.createLanguageStatusItem("zigFfi.library", selector);
  library.name = vscode.l10n.t("Zig library");
  library.text = vscode.l10n.t("No Zig library");

  const updateZig = async (): Promise<void> => {
    zig.busy = true;
    try {
      Object.assign(zig, zigStatus(await requestStatus(client)), { busy: false });
    } catch {
      Object.assign(zig, stopped(), { busy: false });
    }
  };
  const updateLibrary = async (): Promise<void> => {
    const document = vscode.window.activeTextEditor?.document;
    const found = document === undefined ? undefined : await libraries.of(document).catch(() => undefined);
    Object.assign(library, found === undefined ? noLibrary() : libraryStatus(found));
  };
  const subscriptions = [
    zig,
    library,
    libraries.onDidChange(() => void Promise.all([updateZig(), updateLibrary()])),
    client.onDidChangeState(({ newState }) => (newState === State.Stopped ? Object.assign(zig, stopped()) : undefined)),
    vscode.window.onDidChangeActiveTextEditor(() => void updateLibrary()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void updateZig()),
  ];
  Object.assign(zig, starting());
  return vscode.Disposable.from(...subscriptions);
}

type Item = Pick<vscode.LanguageStatusItem, "text" | "detail" | "severity" | "command">;

function starting(): Item {
  return {
    text: vscode.l10n.t("Zig FFI is starting"),
    detail: "",
    severity: vscode.LanguageStatusSeverity.Information,
    command: undefined,
  };
}

function stopped(): Item {
  return {
    text: vscode.l10n.t("Zig FFI is not running"),
    detail: "",
    severity: vscode.LanguageStatusSeverity.Error,
    command: { command: commandIds.restartServer, title: vscode.l10n.t("Restart") },
  };
}

function zigStatus({ zig }: ServerStatus): Item {
  switch (zig.kind) {
    case "found":
      return {
        text: `Zig ${zig.version}`,
        detail: zig.why,
        severity: vscode.LanguageStatusSeverity.Information,
        command: { command: commandIds.doctor, title: vscode.l10n.t("Doctor") },
      };
    case "missing":
      return {
        text: vscode.l10n.t("No Zig compiler"),
        detail: zig.fix,
        severity: vscode.LanguageStatusSeverity.Warning,
        command: { command: commandIds.installZig, title: vscode.l10n.t("Install") },
      };
    case "untrusted":
      return {
        text: vscode.l10n.t("Restricted Mode"),
        detail: vscode.l10n.t("Layouts are computed; nothing is built or verified."),
        severity: vscode.LanguageStatusSeverity.Information,
        command: { command: "workbench.trust.manage", title: vscode.l10n.t("Manage") },
      };
  }
}

function noLibrary(): Item {
  return {
    text: vscode.l10n.t("No Zig library"),
    detail: vscode.l10n.t("This file belongs to no library."),
    severity: vscode.LanguageStatusSeverity.Information,
    command: undefined,
  };
}

function verifiedText({ verified }: LibraryInfo): string {
  if (verified === null) return vscode.l10n.t("layouts are computed");
  const { zig, targets, isCurrent } = verified;
  return isCurrent
    ? vscode.l10n.t("layouts verified by Zig {0} for {1}", zig, targets.join(", "))
    : vscode.l10n.t("layouts were verified before the last change");
}

function libraryStatus(library: LibraryInfo): Item {
  const { Information, Warning, Error } = vscode.LanguageStatusSeverity;
  const generate = { command: commandIds.generate, title: vscode.l10n.t("Generate"), arguments: [{ root: library.root }] };
  const isFresh = library.bindings === "fresh";
  const state = {
    fresh: vscode.l10n.t("bindings are current"),
    stale: vscode.l10n.t("bindings are out of date"),
    missing: vscode.l10n.t("no bindings yet"),
    edited: vscode.l10n.t("bindings were edited by hand"),
    foreign: vscode.l10n.t("bindings are not generated"),
  }[library.bindings];
  return {
    text: `${library.name}: ${state}`,
    detail: [
      vscode.l10n.t("{0} exports, {1} errors, {2} warnings", library.exports, library.errors, library.warnings),
      verifiedText(library),
      ...(library.artifact.state === "stale" ? [vscode.l10n.t("the built library is out of date")] : []),
    ].join("; "),
    severity: library.errors > 0 ? Error : library.warnings > 0 || library.bindings === "stale" ? Warning : Information,
    command: isFresh ? { command: commandIds.openBindings, title: vscode.l10n.t("Open") } : generate,
  };
}
