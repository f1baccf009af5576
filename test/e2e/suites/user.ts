import { basename, join } from "node:path";
import { Workbench } from "../workbench/workbench.js";
import { E2E, ROOT, screenshotFile } from "./folders.js";
import { runMocha, type Tally, total } from "./mocha.js";
import { testFiles } from "./test-files.js";
import { type SessionOptions, startVscode } from "./vscode-session.js";
import { setSuiteWindow } from "./window.js";
import { createWorkspace, type WorkspaceOptions } from "./workspace.js";

/** What makes the difference between the suites that use a window. */
export interface WindowSuite {
  /** Folder of the tests, below test/e2e. */
  readonly tests: string;
  /** The extension under development to load; none when it is installed. */
  readonly extension?: string;
  readonly session?: SessionOptions;
  readonly workspace?: WorkspaceOptions;
  /** Only files whose names contain this. */
  readonly part?: string;
}

/** Runs the tests of a folder on one window of VS Code. */
export async function runWindowSuite(suite: WindowSuite): Promise<Tally> {
  const files = await testFiles(join(E2E, suite.tests), suite.part);
  const workspace = await createWorkspace(suite.workspace);
  try {
    const session = await startVscode(suite.session);
    try {
      const address = {
        folder: workspace.folder,
        ...(suite.extension === undefined ? {} : { extension: suite.extension }),
      };
      const workbench = await Workbench.open(session.browser, session.url, address);
      setSuiteWindow({
        workbench,
        openWindow: (options) => Workbench.open(session.browser, session.url, address, options),
        folder: workspace.folder,
        debugProcesses: session.debugProcesses,
      });
      return await runMocha(files, async (title) => {
        const pages = session.browser.contexts().flatMap((context) => context.pages());
        for (const [index, page] of pages.entries()) {
          const window = index === 0 ? "" : ` window ${index + 1}`;
          await page.screenshot({ path: await screenshotFile(`failed ${suite.tests}${window} ${title}`) });
        }
      });
    } catch (error) {
      const page = session.browser.contexts().at(-1)?.pages().at(-1);
      await page?.screenshot({ path: await screenshotFile(`failed ${suite.tests}`) });
      throw error;
    } finally {
      setSuiteWindow(undefined);
      await session.dispose();
    }
  } finally {
    await workspace.dispose();
  }
}

/**
 * The extension as it is in the working tree, used by mouse and keyboard. Each file has a window of its own: an editor
 * group, a theme or a folded view that one leaves behind is no concern of the next.
 */
export async function runUserSuite(part?: string): Promise<Tally> {
  const tallies: Tally[] = [];
  for (const file of await testFiles(join(E2E, "user"), part)) {
    tallies.push(await runWindowSuite({ tests: "user", extension: ROOT, part: basename(file) }));
  }
  return total(tallies);
}
