/** What the tests of the views have in common: a program that is debugged, with the Tasks view in sight. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { screenshotFile } from "../suites/folders.js";
import { suiteWindow } from "../suites/window.js";
import { until } from "../workbench/until.js";
import type { View } from "../workbench/view.js";
import type { Workbench } from "../workbench/workbench.js";

/** Views above the Tasks view, which are folded so that it has the height. */
const OTHER_VIEWS = ["Variables", "Watch", "Call Stack", "Loaded Scripts", "Breakpoints"];

/** Starts a program of the workspace as a user does, and opens the Tasks view, which has this title, wide. */
export async function debugProgram(
  program: string,
  workbench: Workbench = suiteWindow().workbench,
  title = "Tasks",
): Promise<View> {
  await workbench.openFile(program);
  await workbench.page.keyboard.press("F5");
  await workbench.debugToolbar.waitFor();
  return showTasks(workbench, title);
}

/** Opens the Tasks view of what is debugged, wide and high. */
export async function showTasks(workbench: Workbench, title = "Tasks"): Promise<View> {
  await workbench.openDebugView();
  for (const name of OTHER_VIEWS) await workbench.view(name).collapse();
  await workbench.widenSideBar(520);
  const tasks = workbench.view(title);
  await tasks.expand();
  return tasks;
}

/** Ends what is debugged, closes the editors, and waits until the adapter and the program are gone. */
export async function endProgram(workbench: Workbench = suiteWindow().workbench): Promise<void> {
  await workbench.stopDebugging();
  await workbench.palette.run("View: Close All Editors");
  await until("the adapter and the program have ended", () => suiteWindow().debugProcesses().length === 0);
}

/** The line of a program, from 1, that contains `text`. */
export function lineOf(program: string, text: string): number {
  const lines = readFileSync(join(suiteWindow().folder, program), "utf8").split("\n");
  const index = lines.findIndex((line) => line.includes(text));
  if (index < 0) throw new Error(`${program} does not contain ${text}`);
  return index + 1;
}

/** Leaves a picture of the window. */
export async function picture(workbench: Workbench, name: string): Promise<void> {
  await workbench.page.screenshot({ path: await screenshotFile(name), animations: "disabled" });
}
