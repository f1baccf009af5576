// Draws media/icon.png, which marketplaces show, from media/icon.svg: `node scripts/icon.mjs [path of Chromium]`.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const SIZE_PX = 256;
const media = new URL("../media/", import.meta.url);
const svg = await readFile(new URL("icon.svg", media), "utf8");
const browser = await chromium.launch({
  executablePath: process.argv[2] ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
try {
  const page = await browser.newPage({ viewport: { width: SIZE_PX, height: SIZE_PX } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  await page.screenshot({ path: fileURLToPath(new URL("icon.png", media)), omitBackground: true });
} finally {
  await browser.close();
}
