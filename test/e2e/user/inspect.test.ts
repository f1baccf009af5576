/** What is said of one task: in its panel, behind its line, and among the problems. */
import assert from "node:assert/strict";
import { suiteWindow } from "../suites/window.js";
import { until } from "../workbench/until.js";
import type { View } from "../workbench/view.js";
import type { Workbench } from "../workbench/workbench.js";
import { debugProgram, endProgram, lineOf, picture } from "./program.js";

const PROGRAM = "crowd.ts";

/** Picture, theme, and what VS Code says of it to its own page and to that of a panel. */
const HIGH_CONTRAST = [
  ["high-contrast", "Dark High Contrast", "hc-black", "vscode-high-contrast"],
  ["high-contrast-light", "Light High Contrast", "hc-light", "vscode-high-contrast-light"],
] as const;

describe("a task that is stuck", () => {
  let workbench: Workbench;
  let tasks: View;

  before(async () => {
    workbench = suiteWindow().workbench;
    tasks = await debugProgram(PROGRAM);
    await tasks.row(/^Deadlock/).waitFor();
  });

  after(() => endProgram());

  it("is explained in the Inspect panel, from what is wrong to the root cause", async () => {
    await tasks.act(/^ann/, "Inspect Task", workbench.tab("Inspect: ann"));
    const panel = workbench.webview();
    await panel.getByRole("heading", { name: "ann" }).waitFor();
    await panel
      .getByRole("status")
      .filter({ hasText: "cancel one of them, and take the locks in the same order everywhere" })
      .waitFor();
    const chain = panel.getByRole("region", { name: "Waits for" }).getByRole("listitem");
    await chain.nth(2).waitFor();
    const links = await chain.allInnerTexts();
    assert.match(links[0] ?? "", /^ann\s+awaiting Lock 'paper' held by bob/);
    assert.match(links[1] ?? "", /bob\s+awaiting Lock 'pens' held by ann/);
    assert.match(links[2] ?? "", /ann\s+again: a cycle/);
  });

  it("has in the panel its stack with locals, where it was created, its counters and the times of its steps", async () => {
    const panel = workbench.webview();
    const stack = panel.getByRole("region", { name: "Stack" });
    await stack.getByRole("button", { name: "write", exact: true }).waitFor();
    await stack.getByText(/Lock \{.*name: 'pens'/).waitFor();
    await stack.getByText(/awaited by Task-1/).waitFor();
    await panel
      .getByRole("region", { name: "Created at" })
      .getByText(`crowd.ts:${lineOf(PROGRAM, 'name: "ann"')}`)
      .waitFor();
    const facts = panel.getByRole("region", { name: "Facts" });
    const values = await facts.getByRole("term").allInnerTexts();
    for (const name of ["Id", "Coroutine", "State", "Created by", "Awaited by", "Steps", "Longest step"]) {
      assert.ok(values.includes(name), `${name} among ${values.join(", ")}`);
    }
    const histogram = panel.getByRole("region", { name: "Step times" });
    const counts = await histogram.getByRole("definition").allInnerTexts();
    const steps = counts.reduce((sum, count) => sum + Number.parseInt(count, 10), 0);
    assert.ok(steps >= 2, `the bars count the steps: ${counts.join(", ")}`);
    await picture(workbench, "inspect");
  });

  it("tells what made it run last, and leads to the task that was behind it", async () => {
    const woken = workbench.webview().getByRole("region", { name: "Made runnable" });
    await woken.getByRole("button", { name: /^by bob, after waiting for Event/ }).click();
    await workbench.tab("Inspect: bob").waitFor();
    await workbench.webview().getByRole("heading", { name: "bob" }).waitFor();
  });

  it("leads to its lines from the panel", async () => {
    await workbench.webview().getByRole("button", { name: "Go to Creation" }).click();
    await workbench.activeTab(PROGRAM).waitFor();
    await workbench.cursorIn(lineOf(PROGRAM, 'name: "bob"'));
  });

  it("is counted behind the line at which it waits, as are all that wait there", async () => {
    await workbench.openFile(PROGRAM, lineOf(PROGRAM, "yield* jobs.get()"));
    for (const text of [
      /^30 tasks wait here, the longest \d+ (s|min)$/,
      /^2 tasks wait here, the longest \d+ (s|min)$/,
      /^stubborn waits here, \d+ (s|min)$/,
    ]) {
      await until(`a line says ${text}`, async () =>
        (await workbench.textsBehindLines()).some((behind) => text.test(behind)),
      );
    }
    await picture(workbench, "editor-waits");
  });

  it("is a problem of its line, which leads there", async () => {
    await workbench.openFile("hello.ts");
    await workbench.palette.run("Problems: Focus on Problems View");
    const problem = workbench.page.locator(".markers-panel .monaco-list-row", { hasText: "Deadlock: 'ann'" });
    await problem.first().waitFor();
    assert.match(await problem.first().innerText(), /asyncio/);
    await picture(workbench, "problems");
    await problem.first().dblclick();
    await workbench.activeTab(PROGRAM).waitFor();
    await workbench.cursorIn(lineOf(PROGRAM, "yield* asyncio.asyncWith(second"));
    await workbench.palette.run("View: Hide Panel");
  });

  for (const [name, theme, workbenchClass, panelClass] of HIGH_CONTRAST) {
    it(`and its panel stay readable in the theme ${theme}`, async () => {
      await workbench.useTheme(theme, workbenchClass);
      await tasks.act(/^ann/, "Inspect Task", workbench.tab("Inspect: ann"));
      await workbench.webview().getByRole("heading", { name: "ann" }).waitFor();
      await workbench.webview().locator(`body.${panelClass}`).waitFor();
      await picture(workbench, name);
      await workbench.useTheme("Light Modern", "vs");
    });
  }
});
