/**
 * The walk-through of the README: a program hangs, its deadlock is seen, inspected and undone. The steps share one
 * debug session, each begins where the one before it ended.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { screenshotFile } from "../suites/folders.js";
import { suiteWindow } from "../suites/window.js";
import { until } from "../workbench/until.js";
import type { View } from "../workbench/view.js";
import type { Workbench } from "../workbench/workbench.js";

const PROGRAM = "order-service.ts";
/** Above the tasks of the finding, the row that names them. */
const DEADLOCK = /^Deadlock: /;

describe("the order service that hangs", () => {
  let workbench: Workbench;
  let tasks: View;

  before(() => {
    workbench = suiteWindow().workbench;
    tasks = workbench.view("Tasks");
  });

  it("fills the Tasks view when the user presses F5", async () => {
    await workbench.openFile(PROGRAM);
    await workbench.page.keyboard.press("F5");
    await workbench.debugToolbar.waitFor();
    await workbench.openDebugView();
    for (const name of ["Variables", "Watch", "Call Stack", "Breakpoints"]) {
      await workbench.view(name).collapse();
    }
    await workbench.widenSideBar(520);
    await tasks.expand();
    await tasks.row("(main)").waitFor();
    for (const name of ["customers", "metrics", "refunds", "clerk-1", "clerk-2", "clerk-3"]) {
      await tasks.row(new RegExp(`^${name}`)).waitFor();
    }
  });

  it("marks the deadlock in the view, on the side bar and in the status bar", async () => {
    await tasks.row(DEADLOCK).waitFor();
    const [row] = (await tasks.texts()).filter((text) => DEADLOCK.test(text));
    assert.match(row ?? "", /refunds/);
    assert.match(row ?? "", /clerk-\d/);
    await workbench.page
      .locator('.statusbar-item.warning-kind, .statusbar-item[class*="warning"]')
      .filter({ hasText: /\d+ tasks/ })
      .waitFor();
    // Rows below others are drawn after those.
    await until("two rows say which lock they wait for, and who holds it", async () => {
      const texts = await tasks.texts();
      return texts.filter((text) => /awaiting Lock '(inventory|ledger)' held by/.test(text)).length >= 2;
    });
    await workbench.page.screenshot({ path: await screenshotFile("tasks-deadlock") });
  });

  it("opens the line at which a task waits", async () => {
    await workbench.openFile("hello.ts");
    await tasks.contextMenu(/^refunds/, "Go to Suspended Line", workbench.activeTab(PROGRAM));
    await workbench.cursorIn(lineOf("asyncio.asyncWith(inventory, function* restock()"));
    await takePicture(workbench);
  });

  it("shows in the Inspect panel what a task waits for, down to the root cause", async () => {
    await tasks.act(/^refunds/, "Inspect Task", workbench.tab("Inspect: refunds"));
    const panel = workbench.webview();
    await panel.getByText("refunds").first().waitFor();
    await panel.getByText("inventory").first().waitFor();
    await panel.getByText("payBackAndRestock").first().waitFor();
    await workbench.page.screenshot({ path: await screenshotFile("inspect-task") });
  });

  it("lets the rest go on when the user cancels one of the tasks by its button", async () => {
    const isUndone = async () => !(await tasks.row(DEADLOCK).isVisible());
    await tasks.act(/^refunds/, "Cancel Task", isUndone);
    // The supervisor has started it anew, and the others have worked off the orders that piled up.
    await tasks.row(/^refunds.*awaiting Queue\.get 'returns'/).waitFor();
    await tasks.row(/^clerk-\d.*awaiting Queue\.get 'orders'/).waitFor();
    const line = await workbench.debugConsoleLine("supervisor: refunds was cancelled; starting it anew");
    await line.waitFor();
    await workbench.page.screenshot({ path: await screenshotFile("tasks-unstuck") });
  });

  it("leaves no process and no row behind when the user presses Stop", async () => {
    assert.notEqual(suiteWindow().debugProcesses().length, 0);
    await workbench.stopDebugging();
    await until("the adapter and the program have ended", () => suiteWindow().debugProcesses().length === 0);
  });
});

/** The picture in the README: the window without its title, as high as the tasks need. */
async function takePicture(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  const usual = page.viewportSize() ?? { width: 1280, height: 900 };
  await page.setViewportSize({ width: 1280, height: 600 });
  await workbench.moveDebugToolbar(960);
  await page.mouse.move(900, 590);
  const clip = { x: 0, y: 30, width: 1280, height: 570 };
  await page.screenshot({ path: await screenshotFile("screenshot-tasks"), clip, animations: "disabled" });
  await page.setViewportSize(usual);
}

/** The line of the program, from 1, that contains `text`. */
function lineOf(text: string): number {
  const lines = readFileSync(join(suiteWindow().folder, PROGRAM), "utf8").split("\n");
  return lines.findIndex((line) => line.includes(text)) + 1;
}
