import { chromium, type FrameLocator, type Locator, type Page } from "playwright-core";
import * as vscode from "vscode";
import { hostVariables } from "../../../scripts/host/hostMessages.ts";

let connected: Promise<Page> | undefined;

/** The window as a page; undefined in desktop VS Code, where only the API can be tested. */
export function windowPage(): Promise<Page> | undefined {
  const address = process.env[hostVariables.window];
  if (address === undefined) return undefined;
  connected ??= connect(address);
  return connected;
}

/** Content of the visible webview. */
export function webviewFrame(page: Page): FrameLocator {
  return page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
}

async function connect(address: string): Promise<Page> {
  const browser = await chromium.connectOverCDP(address);
  const page = browser
    .contexts()
    .flatMap((context) => context.pages())
    .find((candidate) => candidate.url().startsWith("http://localhost:"));
  if (page === undefined) throw new Error(`no page of the workbench at ${address}`);
  return page;
}

/** A notification that has this text, in the list of notifications: in tests VS Code shows none on its own. */
export async function notification(page: Page, text: string): Promise<Locator> {
  await vscode.commands.executeCommand("notifications.showList");
  const item = page.locator(".notification-list-item", { hasText: text });
  await item.first().waitFor();
  return item.first();
}
