import { accessSync, constants } from "node:fs";

/** Where Debian's and Ubuntu's packages put Chromium. */
const DEFAULT_CHROMIUM = "/usr/bin/chromium";

/** The path of the Chromium to drive: `CHROMIUM`, else the distribution's. Throws when there is none. */
export function findChromium(): string {
  const path = process.env["CHROMIUM"] ?? DEFAULT_CHROMIUM;
  try {
    accessSync(path, constants.X_OK);
  } catch {
    throw new Error(
      `No Chromium at ${path}. Install it (apt-get install chromium), or set CHROMIUM to its path.`,
    );
  }
  return path;
}
