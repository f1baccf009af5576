/** Breakpoints and steps in a program whose two tasks take turns, as a user makes them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { screenshotFile } from "../suites/folders.js";
import { suiteWindow } from "../suites/window.js";
import { until } from "../workbench/until.js";
import type { Workbench } from "../workbench/workbench.js";

const PROGRAM = "two-tasks.ts";

describe("stepping through a task", () => {
  let workbench: Workbench;

  before(() => {
    workbench = suiteWindow().workbench;
  });

  after(async () => {
    await workbench.stopDebugging();
    await workbench.openFile(PROGRAM, lineOf("yield* asyncio.sleep(delay)"));
    await workbench.toggleBreakpoint();
    await until("the adapter and the program have ended", () => suiteWindow().debugProcesses().length === 0);
  });

  it("stops at a breakpoint, with the tasks in the call stack", async () => {
    await workbench.openFile(PROGRAM, lineOf("yield* asyncio.sleep(delay)"));
    await workbench.toggleBreakpoint();
    await workbench.page.keyboard.press("F5");
    await workbench.debugToolbar.waitFor();
    await workbench.openDebugView();
    for (const name of ["Variables", "Call Stack"]) await workbench.view(name).expand();
    await workbench
      .view("Call Stack")
      .row(/paused on breakpoint/i)
      .waitFor();
    await workbench
      .view("Variables")
      .row(/what.*hello/)
      .waitFor();
    await workbench.page.screenshot({ path: await screenshotFile("stopped") });
  });

  it("is interrupted where another task comes to the breakpoint", async () => {
    await workbench.debugAction("Step Over").click();
    await workbench
      .view("Variables")
      .row(/what.*world/)
      .waitFor();
    await workbench.cursorIn(lineOf("yield* asyncio.sleep(delay)"));
  });

  it("ends in its own task, on the line after the await, when the user continues", async () => {
    await workbench.debugAction("Continue").click();
    await workbench.cursorIn(lineOf("console.log(what);"));
    await workbench
      .view("Variables")
      .row(/what.*hello/)
      .waitFor();
  });
});

describe("stepping one task by its row", () => {
  let workbench: Workbench;

  before(async () => {
    workbench = suiteWindow().workbench;
    await workbench.openFile(PROGRAM, lineOf("yield* hello;"));
    await workbench.toggleBreakpoint();
    await workbench.page.keyboard.press("F5");
    await workbench.debugToolbar.waitFor();
    await workbench.openDebugView();
    for (const name of ["Call Stack", "Tasks"]) await workbench.view(name).expand();
    await workbench
      .view("Call Stack")
      .row(/paused on breakpoint/i)
      .waitFor();
  });

  after(async () => {
    await workbench.stopDebugging();
    await workbench.openFile(PROGRAM, lineOf("yield* hello;"));
    await workbench.toggleBreakpoint();
    await until("the adapter and the program have ended", () => suiteWindow().debugProcesses().length === 0);
  });

  it("freezes a task, whose row says so, and thaws it", async () => {
    const tasks = workbench.view("Tasks");
    await tasks.contextMenu(/Task-3/, "Freeze Task", tasks.row(/Task-3.*frozen/));
    await tasks.contextMenu(/Task-3/, "Thaw Task", tasks.row(/Task-3.*not started/));
  });

  it("runs until a task resumes, and to its next await", async () => {
    const tasks = workbench.view("Tasks");
    const cursorAt = (text: string) => workbench.statusBarItem(`Ln ${lineOf(text)}, Col`);
    await tasks.contextMenu(/Task-3/, "Run Until Task Resumes", cursorAt(" waits`);"));
    await tasks.contextMenu(/Task-3/, "Step Task to Its Next Await", cursorAt("yield* asyncio.sleep(delay)"));
  });
});

/** The line of the program, from 1, that contains `text`. */
function lineOf(text: string): number {
  const lines = readFileSync(join(suiteWindow().folder, PROGRAM), "utf8").split("\n");
  return lines.findIndex((line) => line.includes(text)) + 1;
}
