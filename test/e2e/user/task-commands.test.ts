/** Commands on one task, and on the whole view, that no other test gives. The steps share one debug session. */
import assert from "node:assert/strict";
import { suiteWindow } from "../suites/window.js";
import { until } from "../workbench/until.js";
import type { View } from "../workbench/view.js";
import type { Workbench } from "../workbench/workbench.js";
import { endProgram, lineOf, picture, showTasks } from "./program.js";

const PROGRAM = "crowd.ts";

describe("the commands of tasks", () => {
  let workbench: Workbench;
  let tasks: View;

  before(async () => {
    workbench = suiteWindow().workbench;
    await workbench.openFile(PROGRAM);
    await workbench.palette.run("Loopscope: Debug Current File with asyncio");
    await workbench.debugToolbar.waitFor();
    tasks = await showTasks(workbench);
    await tasks.row(/^Deadlock/).waitFor();
  });

  after(() => endProgram());

  it("copy a task's name", async () => {
    const isCopied = async () => (await workbench.clipboard()) === "heart";
    await tasks.contextMenu(/^heart/, "Copy Task Name", isCopied);
  });

  it("copy what is known of a task", async () => {
    const isCopied = async () => (await workbench.clipboard()).startsWith("ann");
    await tasks.contextMenu(/^ann/, "Copy Task Details", isCopied);
    const copied = await workbench.clipboard();
    assert.match(copied, /awaiting Lock 'paper' held by bob/);
    assert.match(copied, new RegExp(`crowd\\.ts:${lineOf(PROGRAM, 'name: "ann"')}`), "where it was created");
  });

  it("ask the program for everything anew, which shows the same", async () => {
    const names = async () => (await tasks.texts()).map((text) => text.split(" ")[0]);
    const [before, notified] = [await names(), await workbench.notifications()];
    await workbench.palette.run("Loopscope: Refresh Tasks");
    await tasks.row(/^heart/).waitFor();
    await until("the rows are the same", async () => (await names()).join() === before.join());
    assert.deepEqual(await workbench.notifications(), notified, "nothing that went wrong");
  });

  it("turn debug mode on and off, with one button", async () => {
    await tasks.titleAction("Turn asyncio Debug Mode On");
    await tasks.titleAction("Turn asyncio Debug Mode Off");
    await tasks.titleAction("Turn asyncio Debug Mode On");
    await picture(workbench, "debug-mode");
    await tasks.titleAction("Turn asyncio Debug Mode Off");
  });

  it("stop a task when it resumes next, once", async () => {
    const goesOn = workbench.debugAction("Continue");
    await tasks.contextMenu(/^heart/, "Break on This Task", goesOn);
    await workbench.cursorIn(lineOf(PROGRAM, "while (true) yield* asyncio.sleep(0.2)"));
    await picture(workbench, "break-on-task");
    await goesOn.click();
    await workbench.debugAction("Pause").waitFor();
    const steps = async () => (await tasks.texts()).find((text) => text.startsWith("heart"));
    await until("heart beats on", async () => /awaiting sleep/.test((await steps()) ?? ""));
  });
});
