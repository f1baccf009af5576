import { ROOT } from "./folders.js";
import type { Tally } from "./mocha.js";
import { runWindowSuite } from "./user.js";

/** A folder that somebody else has written, as VS Code opens it: its programs are not to run without a word. */
export function runUntrustedSuite(part?: string): Promise<Tally> {
  return runWindowSuite({
    tests: "untrusted",
    extension: ROOT,
    session: {
      asksForTrust: true,
      settings: {
        "security.workspace.trust.enabled": true,
        "security.workspace.trust.startupPrompt": "never",
        "security.workspace.trust.banner": "never",
      },
    },
    ...(part === undefined ? {} : { part }),
  });
}
