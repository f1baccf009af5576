/** Cancelling tasks, and what the user is told of it. The steps share one debug session. */
import assert from "node:assert/strict";
import { suiteWindow } from "../suites/window.js";
import { until } from "../workbench/until.js";
import type { View } from "../workbench/view.js";
import type { Workbench } from "../workbench/workbench.js";
import { debugProgram, endProgram, picture } from "./program.js";

describe("cancelling tasks", () => {
  let workbench: Workbench;
  let tasks: View;

  before(async () => {
    workbench = suiteWindow().workbench;
    tasks = await debugProgram("crowd.ts");
    await tasks.row(/^Deadlock/).waitFor();
  });

  after(() => endProgram());

  it("gives the CancelledError the user's message, and the history keeps it", async () => {
    await tasks.contextMenu(/^heart/, "Cancel Task with Message…", workbench.palette.widget);
    await workbench.palette.enter("enough for today");
    await workbench.statusBarItem("heart was cancelled.").waitFor();
    await tasks.unfold(/^Ended \(1\)/, /^heart.*cancelled by the debugger: enough for today/);
    await tasks.act(/^heart/, "Inspect Task", workbench.tab("Inspect: heart"));
    const panel = workbench.webview();
    await panel.getByRole("heading", { name: "heart" }).waitFor();
    await panel
      .getByRole("region", { name: "Cancellations" })
      .getByText(/asked to cancel by the debugger.*'enough for today'/)
      .waitFor();
    await workbench.palette.run("View: Close All Editors");
  });

  it("is given up when the user presses Escape instead of a message", async () => {
    await tasks.contextMenu(/^stubborn/, "Cancel Task with Message…", workbench.palette.widget);
    await workbench.palette.type("not after all");
    await workbench.page.keyboard.press("Escape");
    await workbench.palette.closed();
    await tasks.row(/^stubborn.*awaiting sleep/).waitFor();
    await tasks.row(/^Ended \(1\)/).waitFor();
  });

  it("of a subtree shows first whom that reaches, and where a shield stops it", async () => {
    await tasks.contextMenu(/^boss/, "Cancel Task and What It Waits For…", workbench.dialog);
    const { dialog } = workbench;
    await dialog.getByText("Cancel boss and 1 task that it waits for?").waitFor();
    await dialog.getByText("boss, assistant").waitFor();
    await dialog.getByText("A shield keeps kept.").waitFor();
    await picture(workbench, "cancel-subtree");
    await dialog.getByRole("button", { name: "Cancel", exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
    await tasks.row(/^boss.*awaiting task 'assistant'/).waitFor();
  });

  it("of a subtree ends those, and leaves what the shield keeps", async () => {
    await tasks.contextMenu(/^boss/, "Cancel Task and What It Waits For…", workbench.dialog);
    await workbench.dialog.getByRole("button", { name: "Cancel 2 Tasks" }).click();
    await workbench.statusBarItem("2 tasks were cancelled.").waitFor();
    await tasks.row(/^assistant.*cancelled by the debugger/).waitFor();
    await tasks.row(/^boss.*cancelled by the debugger/).waitFor();
    await tasks.row(/^kept.*awaiting sleep/).waitFor();
  });

  it("that is suppressed is a warning, which says how the task ended", async () => {
    await tasks.act(/^stubborn/, "Cancel Task", tasks.row(/^stubborn.*returned/));
    await until("a notification says so", async () =>
      (await workbench.notifications()).some((text) =>
        /Suppressed the cancellation: stubborn \(returned .*as it likes.*, cancellation suppressed\)/.test(
          text,
        ),
      ),
    );
    assert.match(
      (await tasks.texts()).find((text) => /^stubborn/.test(text)) ?? "",
      /returned "as it likes", cancellation suppressed/,
    );
    await picture(workbench, "tasks-ended");
  });

  it("undoes a deadlock when one of its tasks is cancelled, and the other goes on", async () => {
    await tasks.act(/^ann/, "Cancel Task", workbench.statusBarItem("ann was cancelled."));
    await tasks.row(/^Deadlock/).waitFor({ state: "hidden" });
    await tasks.row(/^bob.*returned/).waitFor();
    const line = await workbench.debugConsoleLine("wrote a letter");
    assert.equal(await line.count(), 1);
    await workbench.palette.run("View: Hide Panel");
  });
});
