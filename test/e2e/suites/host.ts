import { readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { workbenchUrl } from "../workbench/address.js";
import { CACHE, E2E, ROOT, screenshotFile } from "./folders.js";
import type { Tally } from "./mocha.js";
import { testFiles } from "./test-files.js";
import { startVscode } from "./vscode-session.js";
import { createWorkspace } from "./workspace.js";

/** The whole suite in the extension host, the window's start included. */
const SUITE_TIMEOUT_MS = 300_000;
/** Bundled tests; below the project, so that they find mocha in its node_modules. */
const BUNDLES = join(CACHE, "e2e-host");
const REPORT = join(BUNDLES, "report.txt");
const RESULT = join(BUNDLES, "result.json");

/** Runs a folder of test/e2e with mocha inside a real extension host; of its files, those with a name like `part`. */
export async function runHostSuite(folder = "host", part?: string): Promise<Tally> {
  await bundleTests(folder, part);
  const workspace = await createWorkspace();
  try {
    const session = await startVscode({
      extensions: [join(E2E, "python-debugger")],
      env: { LOOPSCOPE_E2E_REPORT: REPORT, LOOPSCOPE_E2E_RESULT: RESULT },
    });
    try {
      const page = await session.browser.newPage();
      const ended = new Promise<void>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error("the extension host did not finish its tests")),
          SUITE_TIMEOUT_MS,
        );
        void page.exposeFunction("codeAutomationExit", () => {
          clearTimeout(timer);
          resolve();
        });
        void page.exposeFunction("codeAutomationLog", () => {});
      });
      await page.goto(
        workbenchUrl(session.url, {
          folder: workspace.folder,
          extension: ROOT,
          tests: join(BUNDLES, "run.cjs"),
        }),
      );
      try {
        await ended;
      } finally {
        console.log(await readFile(REPORT, "utf8").catch(() => "(no report)"));
        await page.screenshot({ path: await screenshotFile("host-end") });
      }
      return JSON.parse(await readFile(RESULT, "utf8")) as Tally;
    } finally {
      await session.dispose();
    }
  } finally {
    await workspace.dispose();
  }
}

async function bundleTests(folder: string, part?: string): Promise<void> {
  await rm(BUNDLES, { recursive: true, force: true });
  const entries = [join(E2E, "host/run.ts"), ...(await testFiles(join(E2E, folder), part))];
  await build({
    entryPoints: Object.fromEntries(entries.map((file) => [basename(file, ".ts"), file])),
    outdir: BUNDLES,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    outExtension: { ".js": ".cjs" },
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    logLevel: "warning",
  });
}
