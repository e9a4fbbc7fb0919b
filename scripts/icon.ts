// Draws extension/media/icon.svg as the PNG that the gallery wants: `node scripts/node24.mjs scripts/icon.ts`. Needs Chromium.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { findChromium } from "./host/chromium.ts";

const media = join(import.meta.dirname, "..", "extension", "media");
const executablePath = findChromium(process.env);
if (executablePath === undefined) throw new Error('no Chromium: run "npm run setup:host"');
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
await page.setContent(`<style>body{margin:0}svg{display:block;width:256px}</style>${readFileSync(join(media, "icon.svg"), "utf8")}`);
await page.screenshot({ path: join(media, "icon.png"), omitBackground: true });
await browser.close();
