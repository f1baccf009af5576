/** A dump of a program that hangs: saved, opened when the program is gone, and compared with another run. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readDump } from "../../../src/protocol/index.js";
import { suiteWindow } from "../suites/window.js";
import { until } from "../workbench/until.js";
import type { View } from "../workbench/view.js";
import type { Workbench } from "../workbench/workbench.js";
import { debugProgram, endProgram, picture } from "./program.js";

const PROGRAM = "two-locks.ts";
const DEADLOCK = /^Deadlock: (ann → bob|bob → ann)/;

describe("a dump", () => {
  let workbench: Workbench;
  let tasks: View;
  const file = (name: string): string => join(suiteWindow().folder, name);

  before(() => {
    workbench = suiteWindow().workbench;
    tasks = workbench.view("Tasks");
  });

  after(() => endProgram());

  /** @param shown deadlocks in the view then: that of an open dump as well */
  async function launchUntilItHangs(shown: number): Promise<void> {
    await debugProgram(PROGRAM);
    const deadlocks = tasks.rows.filter({ hasText: DEADLOCK });
    await until("the program hangs", async () => (await deadlocks.count()) === shown);
  }

  async function save(name: string): Promise<void> {
    await workbench.palette.run("Loopscope: Save Dump…");
    await workbench.palette.enterFile(file(name));
    await until("a notification says so", async () =>
      (await workbench.notifications()).some((text) => text.includes(`The dump is saved as ${name}`)),
    );
  }

  it("is saved by the file dialog as JSON, to be opened later", async () => {
    await launchUntilItHangs(1);
    await save("letters.asyncio-dump.json");
    const dump = readDump(readFileSync(file("letters.asyncio-dump.json"), "utf8"));
    assert.deepEqual(
      dump.findings.map(({ kind }) => kind),
      ["deadlock"],
    );
    assert.ok(dump.tasks.some(({ name, stack = [] }) => name === "ann" && stack.length > 0));
  });

  it("is saved as text, to be read, when the name ends so", async () => {
    await save("letters.txt");
    assert.match(readFileSync(file("letters.txt"), "utf8"), /\bann\b[\s\S]*two-locks\.ts/);
    await workbench.stopDebugging();
  });

  it("is looked through in the Tasks view when the program is gone, and cannot be cancelled", async () => {
    await workbench.palette.run("Loopscope: Open Dump…");
    await workbench.palette.enterFile(file("letters.asyncio-dump.json"));
    await tasks.row(DEADLOCK).waitFor();
    await tasks.row(/^ann/).click({ button: "right" });
    const menu = workbench.page.locator(".monaco-menu");
    await menu.getByText("Inspect Task").waitFor();
    assert.equal(await menu.getByText("Cancel Task").count(), 0);
    await workbench.page.keyboard.press("Escape");
    await tasks.act(/^ann/, "Inspect Task", workbench.tab("Inspect: ann"));
    await workbench.webview().getByRole("heading", { name: "ann" }).waitFor();
    await workbench.webview().getByText("again: a cycle").waitFor();
    await picture(workbench, "dump");
    await workbench.palette.run("View: Close All Editors");
  });

  it("is compared with another run of the program, which nobody takes for the same", async () => {
    await launchUntilItHangs(2);
    await tasks.row(/^letters/).waitFor();
    await workbench.palette.run("Loopscope: Compare Dumps…");
    await workbench.palette.pick(/^letters/);
    await workbench.palette.pick("as it is now");
    await workbench.page.locator(".tab.active", { hasText: "(two runs: 3 alike)" }).waitFor();
    await until("the user is told how tasks of two runs are matched", async () =>
      (await workbench.notifications()).some((text) =>
        text.includes("These are dumps of two runs, which have no task in common"),
      ),
    );
    await picture(workbench, "dump-comparison");
    await workbench.palette.run("View: Close All Editors");
  });

  it("that is none is refused with the reason", async () => {
    await workbench.palette.run("Loopscope: Open Dump…");
    await workbench.palette.enterFile(file("package.json"));
    await until("a notification says so", async () =>
      (await workbench.notifications()).some((text) =>
        text.includes("This file is no dump of an asyncio program."),
      ),
    );
  });

  it("is closed by its button", async () => {
    const isClosed = async () => !(await tasks.row(/^letters/).isVisible());
    await tasks.act(/^letters/, "Close Dump", isClosed);
  });
});
