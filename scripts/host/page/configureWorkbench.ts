// Runs in the page before the workbench: the window reads its configuration from the document, where it gets defaults below the user's
// settings and no gallery. (Intercepting the request instead would make the document count as public, and its WebSocket to localhost
// be refused.)
interface WorkbenchConfiguration {
  configurationDefaults?: Record<string, unknown>;
  productConfiguration?: Record<string, unknown>;
}

const defaults: Readonly<Record<string, unknown>> = {
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.enableExperiments": false,
  "workbench.tips.enabled": false,
  // As on the desktop: in a browser the default is afterDelay.
  "files.autoSave": "off",
  "extensions.webWorker": false,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
  "chat.agentHost.enabled": false,
  "chat.commandCenter.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "npm.fetchOnlinePackageInfo": false,
  "json.schemaDownload.enable": false,
  "git.openRepositoryInParentFolders": "never",
  "typescript.disableAutomaticTypeAcquisition": true,
  "js/ts.tsserver.automaticTypeAcquisition.enabled": false,
};
const unwanted = new Set(["extensionsGallery", "serviceWorker", "defaultChatAgent", "updateEndpoint"]);

document.addEventListener("readystatechange", () => {
  const element = document.getElementById("vscode-workbench-web-configuration");
  if (document.readyState !== "interactive" || element === null) return;
  const configuration = JSON.parse(element.dataset["settings"] ?? "{}") as WorkbenchConfiguration;
  configuration.configurationDefaults = { ...defaults, ...configuration.configurationDefaults };
  const product = Object.entries(configuration.productConfiguration ?? {});
  configuration.productConfiguration = Object.fromEntries(product.filter(([name]) => !unwanted.has(name)));
  element.dataset["settings"] = JSON.stringify(configuration);
});
