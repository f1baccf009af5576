/** The extension in a window whose language is Chinese. */
import assert from "node:assert/strict";
import { suiteWindow } from "../suites/window.js";
import type { View } from "../workbench/view.js";
import type { Workbench } from "../workbench/workbench.js";
import { debugProgram, endProgram, picture } from "./program.js";

describe("in Chinese", () => {
  let workbench: Workbench;
  let tasks: View;

  before(async () => {
    workbench = await suiteWindow().openWindow({ extensionLanguage: "zh-cn" });
    tasks = await debugProgram("two-locks.ts", workbench, "任务");
  });

  after(async () => {
    await endProgram(workbench);
    await workbench.page.close();
  });

  it("the view's rows and buttons speak Chinese, to a screen reader as well", async () => {
    await tasks.row(/^死锁：(ann → bob|bob → ann)/).waitFor();
    await tasks.row(/^ann \(write\).*等待 Lock .*（由 bob 持有）/).waitFor();
    const tree = await tasks.accessibilityTree();
    assert.match(tree, /treeitem "任务 ann \(write\)，卡住，等待 Lock #\d（由 bob 持有）"/);
    // A view's buttons show under the mouse.
    await tasks.header.hover();
    await tasks.header.getByRole("button", { name: "筛选任务…" }).waitFor();
  });

  it("the Inspect panel speaks Chinese", async () => {
    await tasks.act(/^ann/, "检查任务", workbench.tab("检查"));
    const panel = workbench.webview();
    await panel.getByRole("heading", { name: "等待", exact: true }).waitFor();
    await panel.getByRole("button", { name: "取消任务" }).waitFor();
    await picture(workbench, "chinese");
  });

  it("commands are found by their Chinese names", async () => {
    await workbench.palette.run("Loopscope: 查找卡住的任务");
    await workbench.palette.pick(/^死锁/);
    await workbench.activeTab("two-locks.ts").waitFor();
  });
});
