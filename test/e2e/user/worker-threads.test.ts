/** A program with a loop in each of its threads: a session for each, and one Tasks view for them all. */
import assert from "node:assert/strict";
import { suiteWindow } from "../suites/window.js";
import type { View } from "../workbench/view.js";
import type { Workbench } from "../workbench/workbench.js";
import { debugProgram, endProgram, lineOf, picture } from "./program.js";

const PROGRAM = "diggers.ts";
const STOP = "metres += 1;";
const WORKERS = ["north", "south"];

describe("a program with worker threads", () => {
  let workbench: Workbench;
  let tasks: View;
  let calls: View;

  before(async () => {
    workbench = suiteWindow().workbench;
    tasks = await debugProgram(PROGRAM);
    calls = workbench.view("Call Stack");
  });

  after(async () => {
    // Stop ends the session in front: that of a worker would let the worker go on.
    await calls.scrollToTop();
    await calls.row(/^Current file/).click();
    // The toolbar is then that session's, which runs.
    await workbench.debugAction("Pause").waitFor();
    await endProgram();
  });

  it("has the tasks of all of its loops in the Tasks view, each below its thread", async () => {
    await tasks.row(/^foreman/).waitFor();
    for (const place of WORKERS) await tasks.row(new RegExp(`^dig-${place}`)).waitFor();
    const texts = await tasks.texts();
    const at = (row: RegExp): number => texts.findIndex((text) => row.test(text));
    for (const place of WORKERS) {
      const thread = at(new RegExp(`^Worker \\d+: ${place}`));
      assert.ok(thread >= 0 && thread < at(new RegExp(`^dig-${place}`)), texts.join("\n"));
    }
    await picture(workbench, "workers-tasks");
  });

  it("stops in the thread that comes to a breakpoint, while the main thread runs on", async () => {
    await workbench.openFile(PROGRAM, lineOf(PROGRAM, STOP));
    await workbench.toggleBreakpoint();
    await calls.expand();
    await calls.row(/^dig-(north|south).*paused on breakpoint/i).waitFor();
    // Above what is stopped, to which VS Code has scrolled: it draws no row that is out of sight.
    await calls.scrollByWheel(-40, /^foreman.*running/i);
    const variables = workbench.view("Variables");
    await variables.expand();
    await variables.row(/^place\s*=\s*'(north|south)'$/).waitFor();
    await picture(workbench, "workers-stopped");
  });

  it("steps in that thread", async () => {
    await workbench.debugAction("Step Over").click();
    await workbench.cursorIn(lineOf(PROGRAM, "metres % 50"));
    await calls.row(/^dig-(north|south).*paused on step/i).waitFor();
  });

  it("goes on in that thread, and comes to the breakpoint again", async () => {
    const variables = workbench.view("Variables");
    await variables.row(/^metres/).waitFor();
    await workbench.debugAction("Continue").click();
    await workbench.cursorIn(lineOf(PROGRAM, STOP));
    await variables.row(/^metres/).waitFor();
    await workbench.openFile(PROGRAM, lineOf(PROGRAM, STOP));
    await workbench.toggleBreakpoint();
  });
});
