/** A Python program in the same views: a breakpoint, a step over an await, a deadlock that is seen, inspected, undone. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { PYTHON_WITH_DEBUGPY } from "../../support/python.js";
import { screenshotFile } from "../suites/folders.js";
import { suiteWindow } from "../suites/window.js";
import { until } from "../workbench/until.js";
import type { View } from "../workbench/view.js";
import type { Workbench } from "../workbench/workbench.js";

const PROGRAM = "main.py";
const DEADLOCK = /^Deadlock: /;

describe("a Python program", () => {
  let workbench: Workbench;
  let tasks: View;

  before(() => {
    workbench = suiteWindow().workbench;
    tasks = workbench.view("Tasks");
    // The interpreter of the folder's own environment: it comes before what the PATH has.
    const folder = join(suiteWindow().folder, ".venv/bin");
    mkdirSync(folder, { recursive: true });
    symlinkSync(PYTHON_WITH_DEBUGPY, join(folder, "python"));
  });

  it("stops at a breakpoint when the user presses F5, with its variables and tasks", async () => {
    await workbench.openFile(PROGRAM, lineOf("await asyncio.sleep(0.2)"));
    await workbench.toggleBreakpoint();
    await workbench.page.keyboard.press("F5");
    await workbench.debugToolbar.waitFor();
    await workbench.openDebugView();
    for (const name of ["Watch", "Breakpoints"]) await workbench.view(name).collapse();
    for (const name of ["Variables", "Call Stack", "Tasks"]) await workbench.view(name).expand();
    await workbench
      .view("Call Stack")
      .row(/greeter.*paused on breakpoint/i)
      .waitFor();
    await workbench
      .view("Variables")
      .row(/words.*hello world/)
      .waitFor();
    await workbench.page.screenshot({ path: await screenshotFile("python-stopped") });
  });

  it("steps over the await, and stays in its task", async () => {
    await workbench.debugAction("Step Over").click();
    await workbench.cursorIn(lineOf("greeted += len(words)"));
    await workbench
      .view("Variables")
      .row(/words.*hello world/)
      .waitFor();
  });

  it("fills the Tasks view, and marks the deadlock, when it goes on", async () => {
    await workbench.openFile(PROGRAM, lineOf("await asyncio.sleep(0.2)"));
    await workbench.toggleBreakpoint();
    await workbench.debugAction("Continue").click();
    for (const name of ["Variables", "Call Stack"]) await workbench.view(name).collapse();
    for (const name of ["saver", "spender", "greeter"]) await tasks.row(new RegExp(`^${name}`)).waitFor();
    await tasks.row(DEADLOCK).waitFor();
    await tasks.row(/^saver.*awaiting Lock 'wages' held by spender/).waitFor();
    await workbench.page.screenshot({ path: await screenshotFile("python-deadlock") });
  });

  it("shows in the Inspect panel what a task waits for", async () => {
    await tasks.act(/^saver/, "Inspect Task", workbench.tab("Inspect: saver"));
    const panel = workbench.webview();
    await panel.getByText("wages").first().waitFor();
    await panel.getByText("transfer").first().waitFor();
    await workbench.page.screenshot({ path: await screenshotFile("python-inspect") });
  });

  it("lets the other task go on when the user cancels one by its button", async () => {
    const isUndone = async () => !(await tasks.row(DEADLOCK).isVisible());
    await tasks.act(/^saver/, "Cancel Task", isUndone);
    const line = await workbench.debugConsoleLine("never");
    await line.waitFor();
  });

  it("leaves no process behind when the user presses Stop", async () => {
    assert.notEqual(suiteWindow().debugProcesses().length, 0);
    await workbench.stopDebugging();
    await until("the adapter and the program have ended", () => suiteWindow().debugProcesses().length === 0);
  });
});

/** The line of the program, from 1, that contains `text`. */
function lineOf(text: string): number {
  const lines = readFileSync(join(suiteWindow().folder, PROGRAM), "utf8").split("\n");
  return lines.findIndex((line) => line.includes(text)) + 1;
}
