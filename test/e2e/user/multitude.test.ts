/** A hundred thousand tasks, and a flood of short ones: the view and its commands answer as they do with a few. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suiteWindow } from "../suites/window.js";
import { until } from "../workbench/until.js";
import type { View } from "../workbench/view.js";
import type { Workbench } from "../workbench/workbench.js";
import { debugProgram, endProgram, picture } from "./program.js";

/** After a step that failed: the last one ends the program itself. */
async function endIfRunning(workbench: Workbench): Promise<void> {
  if (await workbench.debugToolbar.isVisible()) await endProgram();
}

describe("a hundred thousand tasks", () => {
  let workbench: Workbench;
  let tasks: View;
  /** Those that wait at the queue: all but the main task and two others. */
  const workers = /^× 99,997 worker/;

  before(async () => {
    workbench = suiteWindow().workbench;
    tasks = await debugProgram("multitude.ts");
  });

  after(() => endIfRunning(workbench));

  it("are a handful of rows", async () => {
    // The program takes its time to make them.
    await workbench.statusBarItem("100,000 tasks").waitFor({ timeout: 60_000 });
    await tasks.unfold(/^Task-1 \(main\)/, workers);
    await tasks.row(/^sleeper.*awaiting sleep/).waitFor();
    await tasks.row(/^visitor.*awaiting Event 'door'/).waitFor();
    await picture(workbench, "multitude");
  });

  it("are scrolled through when they are unfolded, and more of them shown by the last row", async () => {
    await tasks.unfold(workers, /^worker-4 /);
    await tasks.scrollByWheel(2_000, /^99,797 more/);
    await picture(workbench, "multitude-unfolded");
    await tasks.row(/^99,797 more/).click();
    await tasks.row(/^worker-204 /).click();
    await tasks.scrollByKeys("PageDown", /^99,597 more/);
    await tasks.row(/^worker-403 /).waitFor();
    await tasks.scrollByWheel(-20_000, workers);
    await tasks.fold(workers);
  });

  it("are filtered down to one as the user types, and that one is inspected", async () => {
    await tasks.titleAction("Filter Tasks…");
    await workbench.palette.type("worker-77777");
    await tasks.row(/^worker-77777/).waitFor();
    await workbench.page.keyboard.press("Enter");
    await tasks.message.filter({ hasText: /“worker-77777”: 1 of 100,000 tasks/ }).waitFor();
    await tasks.act(/^worker-77777/, "Inspect Task", workbench.tab("Inspect: worker-77777"));
    const panel = workbench.webview();
    await panel.getByRole("heading", { name: "worker-77777" }).waitFor();
    await panel.getByText("awaiting Queue.get 'jobs'").first().waitFor();
    await picture(workbench, "multitude-filter");
    await tasks.titleAction("Clear Task Filter");
    await tasks.row(workers).waitFor();
  });

  it("are one less when it is cancelled, and its panel says so", async () => {
    await workbench.webview().getByRole("button", { name: "Cancel Task" }).click();
    await workbench.statusBarItem("worker-77777 was cancelled.").waitFor();
    await tasks.row(/^× 99,996 worker/).waitFor();
    await workbench
      .webview()
      .getByRole("region", { name: "Facts" })
      .getByText("cancelled", { exact: true })
      .waitFor();
  });

  it("are gone to by their names, however far down they stand", async () => {
    await workbench.palette.run("Loopscope: Go to Task…");
    await workbench.palette.choose("worker-99999");
    await tasks.underKeys.filter({ hasText: /^worker-99999/ }).waitFor();
    await picture(workbench, "multitude-found");
  });

  it("are gone with their program when the user presses Stop", async () => {
    await workbench.stopDebugging();
    await until("the adapter and the program have ended", () => suiteWindow().debugProcesses().length === 0);
    await tasks.row(/worker/).waitFor({ state: "hidden" });
  });
});

describe("a flood of short tasks", () => {
  let workbench: Workbench;
  let tasks: View;

  before(async () => {
    workbench = suiteWindow().workbench;
    tasks = await debugProgram("flood.ts");
  });

  after(() => endIfRunning(workbench));

  /** For how many seconds the program has run, by its own account. */
  const seconds = (): number => Number(readFileSync(join(suiteWindow().folder, "flood.txt"), "utf8"));

  it("leaves those that stay where they are, and says how much of it was dropped", async () => {
    await tasks.row(/^heron.*awaiting Event 'rock'/).waitFor();
    await tasks.row(/^spring/).waitFor();
    await tasks.message
      .filter({ hasText: /[\d,]+ changes were dropped, as too many came at once/ })
      .waitFor();
    await picture(workbench, "flood");
  });

  it("leaves what a panel shows up to date", async () => {
    await tasks.act(/^gauge/, "Inspect Task", workbench.tab("Inspect: gauge"));
    const passed = seconds();
    const value = workbench.webview().getByRole("region", { name: "Stack" }).getByText(/^\d+$/);
    await until(`the panel shows ${passed} seconds or more`, async () => {
      const [shown = "0"] = await value.allInnerTexts();
      return Number(shown) >= passed;
    });
    await picture(workbench, "flood-inspect");
  });

  it("leaves a task to be gone to by its name", async () => {
    await workbench.palette.run("Loopscope: Go to Task…");
    await workbench.palette.choose("egret");
    await tasks.underKeys.filter({ hasText: /^egret/ }).waitFor();
  });

  it("leaves a task to be filtered and cancelled", async () => {
    await tasks.titleAction("Filter Tasks…");
    await workbench.palette.type("heron");
    await tasks.row(/^egret/).waitFor({ state: "hidden" });
    await workbench.page.keyboard.press("Enter");
    await tasks.act(/^heron/, "Cancel Task", workbench.statusBarItem("heron was cancelled."));
    await tasks.titleAction("Clear Task Filter");
    await tasks.row(/^egret/).waitFor();
  });

  it("ends when the user presses Stop", async () => {
    await workbench.stopDebugging();
    await until("the adapter and the program have ended", () => suiteWindow().debugProcesses().length === 0);
    assert.ok(seconds() > 0);
  });
});
