/** Values and the Debug Console, in the frame that is stopped and in one that is suspended. The steps share a session. */
import assert from "node:assert/strict";
import { suiteWindow } from "../suites/window.js";
import { until } from "../workbench/until.js";
import type { View } from "../workbench/view.js";
import type { Workbench } from "../workbench/workbench.js";
import { endProgram, lineOf, picture } from "./program.js";

const PROGRAM = "kitchen.ts";
const STOP = "portions += 1;";
const SUSPENDED = "yield* asyncio.sleep(0.05)";

describe("looking around in a stopped program", () => {
  let workbench: Workbench;
  let variables: View;
  let watch: View;
  let calls: View;

  before(async () => {
    workbench = suiteWindow().workbench;
    [variables, watch, calls] = ["Variables", "Watch", "Call Stack"].map((name) => workbench.view(name)) as [
      View,
      View,
      View,
    ];
    await workbench.openFile(PROGRAM, lineOf(PROGRAM, STOP));
    await workbench.toggleBreakpoint();
    await workbench.page.keyboard.press("F5");
    await workbench.debugToolbar.waitFor();
    await workbench.openDebugView();
    for (const name of ["Breakpoints", "Tasks"]) await workbench.view(name).collapse();
    await workbench.widenSideBar(420);
    for (const view of [variables, watch, calls]) await view.expand();
    await calls.row(/^cook.*paused on breakpoint/i).waitFor();
  });

  after(async () => {
    await endProgram();
    await workbench.openFile(PROGRAM, lineOf(PROGRAM, STOP));
    await workbench.toggleBreakpoint();
  });

  describe("in the frame that is stopped", () => {
    it("a local is set by a double click, and the program goes on with it", async () => {
      await variables.row(/^portions\s*=\s*2$/).waitFor();
      await variables.edit(/^portions/, "40");
      await variables.row(/^portions\s*=\s*40$/).waitFor();
      await workbench.debugAction("Continue").click();
      await variables.row(/^portions\s*=\s*41$/).waitFor();
    });

    it("what is frozen is not set, and the user is told why", async () => {
      await variables.unfold(/^pot/, /^litres/);
      await variables.edit(/^litres/, "9");
      await variables.refusal("'litres' cannot be set: the object is frozen.").waitFor();
      await picture(workbench, "variables-refused");
      await workbench.page.keyboard.press("Escape");
      await variables.row(/^litres\s*=\s*5$/).waitFor();
      await variables.fold(/^pot/);
    });
  });

  describe("in the frame of a suspended coroutine", () => {
    before(async () => {
      await calls.unfold(/^guest/, /^eat/);
      await calls.row(/^eat/).click();
      await variables.row(/^bites\s*=\s*\d+$/).waitFor();
    });

    it("the editor shows its line, and the Variables view its locals", async () => {
      await workbench.cursorIn(lineOf(PROGRAM, SUSPENDED));
      await variables.row(/^plate\s*=\s*\{guest: 'ada'/).waitFor();
      await picture(workbench, "suspended-frame");
    });

    it("a value pops up under the mouse", async () => {
      const popup = await workbench.hover("plate");
      assert.match(await popup.innerText(), /^\{guest: 'ada', courses: Array\(2\), total: \d+\}/);
      await picture(workbench, "suspended-hover");
      await workbench.page.keyboard.press("Escape");
    });

    it("an expression is watched", async () => {
      await watch.titleAction("Add Expression");
      await watch.enter("plate.courses.length");
      await watch.row(/^plate\.courses\.length\s*=\s*2$/).waitFor();
    });

    it("the Debug Console completes its names, and answers", async () => {
      await workbench.console.focus();
      await workbench.page.keyboard.type("pla");
      await workbench.page.keyboard.press("Control+Space");
      await workbench.console.completion("plate").waitFor();
      await workbench.page.keyboard.press("Tab");
      await workbench.page.keyboard.type(".cou");
      await workbench.console.completion("courses").waitFor();
      await picture(workbench, "suspended-completions");
      await workbench.page.keyboard.press("Tab");
      await workbench.page.keyboard.press("Enter");
      await workbench.console.answer("['soup', 'tea']").waitFor();
    });

    it("all of a value is copied", async () => {
      await variables.contextMenu(/^plate/, "Copy Value");
      await until("the clipboard has it", async () => (await workbench.clipboard()).includes('"soup",'));
      const copied = await workbench.clipboard();
      assert.match(copied, /^\{\s*guest: "ada",\s*courses: \[\s*"soup",\s*"tea"\s*\],\s*total: \d+\s*\}$/);
    });

    it("a local is set when the coroutine resumes", async () => {
      await variables.edit(/^bites/, "1000");
      await variables.row(/^bites\s*=\s*1000 \/\/ once it resumes$/).waitFor();
      await picture(workbench, "suspended-set");
      await workbench.debugAction("Continue").click();
      await variables.row(/^portions\s*=\s*42$/).waitFor();
      await calls.unfold(/^guest/, /^eat/);
      await calls.row(/^eat/).click();
      await variables.row(/^bites\s*=\s*10\d\d$/).waitFor();
    });
  });

  describe("in the Debug Console", () => {
    it("yield* is answered once the program goes on, by its own loop", async () => {
      await workbench.console.ask('yield* fetchPrice("tea")');
      await workbench.console
        .output("The program is paused: 'yield*' is answered when it goes on.")
        .waitFor();
      await workbench.debugAction("Continue").click();
      await workbench.console.answer(/^3$/).waitFor();
      await picture(workbench, "console-await");
    });

    it("yield* is answered by a program that runs, and a declared name is kept", async () => {
      // A program that runs has no frame: names of its modules are not at hand there.
      await workbench.console.ask("globalThis.ask = fetchPrice");
      await workbench.openFile(PROGRAM, lineOf(PROGRAM, STOP));
      await workbench.toggleBreakpoint();
      await workbench.debugAction("Continue").click();
      await workbench.debugAction("Pause").waitFor();
      await workbench.console.ask('const soup = yield* ask("soup")');
      await workbench.console.answer(/^5$/).waitFor();
      await workbench.console.ask("soup * 2");
      await workbench.console.answer(/^10$/).waitFor();
      await workbench.console.ask("yield* nowhere()");
      await workbench.console.answer("ReferenceError: nowhere is not defined").waitFor();
      await workbench.debugAction("Pause").waitFor();
      await picture(workbench, "console-running");
      await picture(workbench, "console-running");
    });
  });

  describe("the Restart button", () => {
    it("starts the program anew in the same session, with its breakpoints", async () => {
      await workbench.openFile(PROGRAM, lineOf(PROGRAM, STOP));
      await workbench.toggleBreakpoint();
      await calls.row(/^cook.*paused on breakpoint/i).waitFor();
      await variables.row(/^portions\s*=\s*\d{2,}$/).waitFor();
      const first = suiteWindow().debugProcesses();
      await workbench.debugAction("Restart").click();
      await variables.row(/^portions\s*=\s*2$/).waitFor();
      await until("one program has taken the other's place", () => {
        const now = suiteWindow().debugProcesses();
        return now.length === first.length && now.some(({ pid }) => !first.some((each) => each.pid === pid));
      });
      await picture(workbench, "restarted");
    });
  });
});
