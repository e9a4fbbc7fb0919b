import * as vscode from "vscode";

/** The page of the layout view. Nothing is loaded but our own two files; content comes by message. */
export function layoutHtml(webview: vscode.Webview, dist: vscode.Uri): string {
  const script = webview.asWebviewUri(vscode.Uri.joinPath(dist, "webview", "layout.js")).toString();
  const style = webview.asWebviewUri(vscode.Uri.joinPath(dist, "webview", "layout.css")).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src ${webview.cspSource}`;
  return `<!doctype html>
<html lang="${vscode.env.language}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${style}">
    <title>${vscode.l10n.t("Zig Layout")}</title>
  </head>
  <body><script src="${script}"></script></body>
</html>`;
}
