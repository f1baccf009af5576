import { SCREENSHOTS } from "./folders.js";
import { runHostSuite } from "./host.js";
import { type Tally, total } from "./mocha.js";
import { runPackagedSuite } from "./packaged.js";
import { runUntrustedSuite } from "./untrusted.js";
import { runUserSuite } from "./user.js";

type Suite = { readonly title: string; readonly run: (part?: string) => Promise<Tally> };

const SUITES: Readonly<Record<string, Suite>> = {
  host: { title: "In the extension host", run: (part) => runHostSuite("host", part) },
  user: { title: "As a user of the window", run: runUserSuite },
  untrusted: { title: "In a folder that is not trusted", run: runUntrustedSuite },
  packaged: { title: "With the packages installed", run: runPackagedSuite },
};

/** Measurements, which run when they are named. */
const MEASUREMENTS: Readonly<Record<string, Suite>> = {
  speed: { title: "Compared with VS Code's own debugger", run: () => runHostSuite("speed") },
};

/**
 * Runs the named suites (`user/stepping`: only those files of one whose names contain `stepping`), or all but
 * measurements, and prints `N passed, N failed` as its last line. A suite that cannot run, or runs no test, counts as a
 * failure. Returns the exit code.
 */
export async function runSuites(names: readonly string[]): Promise<number> {
  const tallies: Tally[] = [];
  for (const wanted of names.length > 0 ? names : Object.keys(SUITES)) {
    const [name = "", part] = wanted.split("/");
    const suite = SUITES[name] ?? MEASUREMENTS[name];
    if (suite === undefined) {
      const known = Object.keys({ ...SUITES, ...MEASUREMENTS }).join(", ");
      throw new Error(`no suite ${name}; there are ${known}`);
    }
    console.log(`\n# ${suite.title}`);
    try {
      tallies.push(total([await suite.run(part)]));
    } catch (error) {
      console.error(error);
      tallies.push({ passed: 0, failed: 1 });
    }
  }
  const { passed, failed } = total(tallies);
  if (failed > 0) console.log(`Screenshots of what failed: ${SCREENSHOTS}`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
