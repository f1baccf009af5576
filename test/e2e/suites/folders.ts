import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project. */
export const ROOT = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
/** What can be made again: VS Code, bundled tests, screenshots. Ignored by git. */
export const CACHE = join(ROOT, ".cache");
/** Where tests leave pictures of the window. */
export const SCREENSHOTS = join(CACHE, "screenshots");
/** The end-to-end tests. */
export const E2E = join(ROOT, "test/e2e");

/** The file for a screenshot called `name`, whatever characters that has. */
export async function screenshotFile(name: string): Promise<string> {
  await mkdir(SCREENSHOTS, { recursive: true });
  return join(SCREENSHOTS, `${name.replace(/[^\w]+/g, "-").slice(0, 100)}.png`);
}
