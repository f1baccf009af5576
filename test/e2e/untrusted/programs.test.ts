/** Programs of a folder that is not trusted: nothing of them runs before the user has said that it may. */
import assert from "node:assert/strict";
import { screenshotFile } from "../suites/folders.js";
import { suiteWindow } from "../suites/window.js";
import { until } from "../workbench/until.js";
import type { Workbench } from "../workbench/workbench.js";

const PROGRAMS = ["two-locks.ts", "main.py"];

describe("a folder that is not trusted", () => {
  let workbench: Workbench;

  before(() => {
    workbench = suiteWindow().workbench;
  });

  /** What runs for the debugger: VS Code itself looks for ports meanwhile. */
  const running = () =>
    suiteWindow()
      .debugProcesses()
      .map(({ commandLine }) => commandLine)
      .filter((line) => PROGRAMS.some((name) => line.includes(name)) || line.includes("adapter.cjs"));
  const question = () => workbench.page.locator(".monaco-dialog-box");

  /** Presses F5 in the active editor, and waits for VS Code's question. */
  async function ask(): Promise<void> {
    await workbench.page.keyboard.press("F5");
    await question().getByText(/trust/i).first().waitFor();
  }

  for (const program of PROGRAMS) {
    it(`does not run ${program} when the user refuses to trust it`, async () => {
      await workbench.openFile(program);
      await ask();
      await workbench.page.screenshot({ path: await screenshotFile(`untrusted-${program}`) });
      await question().getByRole("button", { name: "Cancel" }).click();
      await question().waitFor({ state: "hidden" });
      assert.equal(await workbench.debugToolbar.isVisible(), false);
      assert.deepEqual(running(), []);
    });
  }

  it("runs both once the user trusts it", async () => {
    await ask();
    await question().getByRole("button", { name: /trust/i }).first().click();
    await ranAndEnded();
    await workbench.tab(PROGRAMS[0]!).click();
    await workbench.activeTab(PROGRAMS[0]!).waitFor();
    await workbench.page.keyboard.press("F5");
    await ranAndEnded();
  });

  async function ranAndEnded(): Promise<void> {
    await workbench.debugToolbar.waitFor();
    await until("the adapter and the program", () => running().length > 1);
    await workbench.stopDebugging();
    await until("its end", () => running().length === 0);
  }
});
