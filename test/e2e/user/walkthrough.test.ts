/** The walkthrough for newcomers, from top to bottom. The steps share one debug session. */
import assert from "node:assert/strict";
import { suiteWindow } from "../suites/window.js";
import { until } from "../workbench/until.js";
import type { Walkthrough } from "../workbench/walkthrough.js";
import type { Workbench } from "../workbench/workbench.js";
import { endProgram, picture } from "./program.js";

const TITLE = "Get Started with Loopscope";

/** Of each step that has a page beside it, words of that page. */
const SAMPLES: Readonly<Record<string, string>> = {
  program: "function* greet",
  debug: '"type": "asyncio"',
  stop: "where the task is suspended",
  console: 'yield* fetchItem("tea")',
  hang: "Deadlock: 'forward' waits for lock 'stock'",
};

describe("the walkthrough", () => {
  let workbench: Workbench;
  let walkthrough: Walkthrough;

  before(async () => {
    workbench = suiteWindow().workbench;
    // Too narrow a window shows no pictures.
    await workbench.page.setViewportSize({ width: 1680, height: 900 });
    walkthrough = await workbench.openWalkthrough(TITLE);
  });

  after(() => endProgram());

  it("shows beside each step its page or its picture", async () => {
    const ids = await walkthrough.ids();
    assert.deepEqual(ids, ["program", "debug", "tasks", "stop", "console", "hang"]);
    for (const id of ids) {
      await walkthrough.open(id);
      const words = SAMPLES[id];
      if (words !== undefined) {
        await walkthrough.sample.getByText(words).first().waitFor();
      } else {
        await until("the picture has been loaded", () =>
          walkthrough.picture.evaluate(
            (image) => (image as unknown as { naturalWidth: number }).naturalWidth > 0,
          ),
        );
      }
      await picture(workbench, `walkthrough-${id}`);
    }
  });

  it("shows code as code", async () => {
    await walkthrough.open("program");
    await walkthrough.step("program").locator("code", { hasText: "npm install loopscope" }).waitFor();
    assert.ok(!(await walkthrough.step("program").innerText()).includes("`"));
  });

  it("leads to a new TypeScript file, and ticks the step off", async () => {
    await walkthrough.press("program", "New File");
    await workbench.activeTab("Untitled-1").waitFor();
    await workbench.statusBarItem("TypeScript").waitFor();
    await workbench.palette.run("View: Close Editor");
    await walkthrough.done("program").waitFor();
  });

  it("says that there is nothing to look into, where nothing is debugged", async () => {
    await walkthrough.press("hang", "Find Stuck Tasks");
    await until("a notification says so", async () =>
      (await workbench.notifications()).includes("No asyncio program is being debugged."),
    );
  });

  it("asks for a program to debug, where none is open", async () => {
    await walkthrough.press("debug", "Debug Current File");
    await until("a notification says so", async () =>
      (await workbench.notifications()).some((text) =>
        /^Open the TypeScript, JavaScript or Python file/.test(text),
      ),
    );
    assert.equal(await walkthrough.done("debug").count(), 0);
  });

  it("debugs the program in the tab behind it", async () => {
    await workbench.openFile("two-locks.ts");
    walkthrough = await workbench.openWalkthrough(TITLE);
    await walkthrough.press("debug", "Debug Current File");
    await workbench.debugToolbar.waitFor();
    await walkthrough.done("debug").waitFor();
  });

  it("leads to the tasks, to the Debug Console, and to what is stuck", async () => {
    await walkthrough.press("tasks", "Open Run and Debug");
    const tasks = workbench.view("Tasks");
    await tasks.expand();
    await tasks.row(/^Deadlock/).waitFor();
    await walkthrough.done("tasks").waitFor();
    await walkthrough.press("console", "Open Debug Console");
    await workbench.page.locator(".panel .repl").waitFor();
    await walkthrough.done("console").waitFor();
    await walkthrough.press("hang", "Find Stuck Tasks");
    await workbench.palette.pick(/^Deadlock/);
    await workbench.activeTab("two-locks.ts").waitFor();
  });

  it("is ticked off all the way once a task has been inspected", async () => {
    await workbench.view("Tasks").act(/^ann/, "Inspect Task", workbench.tab("Inspect: ann"));
    walkthrough = await workbench.openWalkthrough(TITLE);
    for (const id of await walkthrough.ids()) await walkthrough.done(id).waitFor();
    await picture(workbench, "walkthrough-done");
  });
});
