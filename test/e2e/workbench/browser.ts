import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../install/chromium.js";

/** Starts the distribution's Chromium without a window. Throws when there is none. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    headless: true,
    args: [
      // Its sandbox refuses to run as root, as in a container; the only page it shows is our own server's.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
