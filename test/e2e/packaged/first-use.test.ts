/** The first minutes of a user who has installed both packages and configured nothing. */
import { screenshotFile } from "../suites/folders.js";
import { suiteWindow } from "../suites/window.js";
import { until } from "../workbench/until.js";

describe("with the VSIX and the npm package installed, and no launch.json", () => {
  it("F5 on an open file offers asyncio, and shows the tasks of the program", async () => {
    const { workbench } = suiteWindow();
    await workbench.openFile("two-locks.ts");
    await workbench.page.keyboard.press("F5");
    await workbench.palette.pick("asyncio (Loopscope)");
    await workbench.debugToolbar.waitFor();
    await workbench.openDebugView();
    const tasks = workbench.view("Tasks");
    for (const name of ["Variables", "Watch", "Call Stack"]) await workbench.view(name).collapse();
    await tasks.expand();
    await tasks.row(/^Deadlock: (ann → bob|bob → ann)/).waitFor();
    await workbench.page.screenshot({ path: await screenshotFile("packaged") });
  });

  it("a task cancelled by its button lets the program come to its end, and nothing is left running", async () => {
    const { workbench, debugProcesses } = suiteWindow();
    const tasks = workbench.view("Tasks");
    const isOver = async () => !(await workbench.debugToolbar.isVisible());
    await tasks.act(/^bob/, "Cancel Task", isOver);
    await (await workbench.debugConsoleLine("letters written: 1")).waitFor();
    await until("the adapter and the program have ended", () => debugProcesses().length === 0);
  });
});
