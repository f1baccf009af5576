/** How the Tasks view shows many tasks. The steps share one debug session, each begins where the one before ended. */
import assert from "node:assert/strict";
import { suiteWindow } from "../suites/window.js";
import { until } from "../workbench/until.js";
import type { View } from "../workbench/view.js";
import type { Workbench } from "../workbench/workbench.js";
import { debugProgram, endProgram, picture } from "./program.js";

const CROWD = /^× 30 worker/;

describe("many tasks", () => {
  let workbench: Workbench;
  let tasks: View;

  before(async () => {
    workbench = suiteWindow().workbench;
    tasks = await debugProgram("crowd.ts");
  });

  after(() => endProgram());

  /** Waits until the rows that `names` describe stand in this order. */
  const ordered = (what: string, ...names: readonly RegExp[]): Promise<boolean> =>
    until(what, async () => {
      const texts = await tasks.texts();
      // From below: at the top a task may be mentioned once more.
      const upwards = [...texts].reverse();
      const places = names.map((name) => -upwards.findIndex((text) => name.test(text)));
      return places.every((place, index) => place <= 0 && (index === 0 || place > (places[index - 1] ?? 0)));
    });

  it("that are equal are one row, below which they stand", async () => {
    await tasks.row(CROWD).waitFor();
    const [row] = (await tasks.texts()).filter((text) => CROWD.test(text));
    assert.match(row ?? "", /awaiting Queue\.get 'jobs'/);
    await tasks.unfold(CROWD, /^worker-1 \(worker\)/);
    await picture(workbench, "tasks-group");
    await tasks.fold(CROWD);
    await tasks.row(/^worker-1 \(worker\)/).waitFor({ state: "hidden" });
  });

  it("have a name each for a screen reader, and so have the view's buttons", async () => {
    const snapshot = await tasks.accessibilityTree();
    assert.match(snapshot, /treeitem "30 tasks of worker, awaiting Queue\.get 'jobs'/);
    assert.match(snapshot, /treeitem "Task ann \(write\), stuck, awaiting Lock 'paper' held by bob/);
    for (const button of ["Filter Tasks…", "Show Tasks by Creator", "Find Stuck Tasks", "Show Timeline"]) {
      assert.ok(snapshot.includes(`button "${button}"`), `${button} in ${snapshot}`);
    }
    const unnamed = snapshot.split("\n").filter((line) => /- (treeitem|button)(:| \[|$)/.test(line));
    assert.deepEqual(unnamed, []);
    const durations = (await tasks.accessibleLabels()).filter((label) => /\d (s|min|h)\b/.test(label));
    assert.deepEqual(durations, [], "what changes each second is not read out");
  });

  it("tell a screen reader what each is at, how deep it stands, and whether it is unfolded", async () => {
    const rows = await tasks.accessibleRows();
    const told = (label: RegExp, ...depth: [number, boolean | undefined]) => {
      const found = rows.filter((row) => label.test(row.label));
      const shown = found.map(({ level, isUnfolded }) => [level, isUnfolded]);
      assert.ok(
        shown.some(([level, isUnfolded]) => level === depth[0] && isUnfolded === depth[1]),
        `${label}: ${JSON.stringify(shown)}`,
      );
    };
    told(/^Deadlock: ann → bob\. Deadlock: /, 1, true);
    told(/^Task ann \(write\), stuck, awaiting Lock 'paper' held by bob$/, 2, undefined);
    told(/^Task Task-1 \(main\), awaiting gather of 35 tasks$/, 1, true);
    told(/^30 tasks of worker, awaiting Queue\.get 'jobs'$/, 2, false);
    told(/^Task boss, awaiting task '(assistant|referee)'$/, 2, true);
    told(/^Task assistant \(assist\), awaiting shield of kept$/, 3, true);
    told(/^Task kept \(keep\), awaiting sleep\(3600\)$/, 4, undefined);
    for (const { role, label, level, place, of } of rows) {
      assert.equal(role, "treeitem", label);
      assert.notEqual(label, "");
      assert.ok(level >= 1 && place >= 1 && place <= of, `${label}: ${level}, ${place} of ${of}`);
    }
    assert.match(await tasks.accessibilityTree(), /treeitem "Task Task-1 [^"]*" \[expanded\] \[level=1\]/);
  });

  it("are filtered as the user types, until the filter is cleared", async () => {
    await tasks.titleAction("Filter Tasks…");
    await workbench.palette.type("stub");
    await tasks.row(/^stubborn/).waitFor();
    await tasks.row(CROWD).waitFor({ state: "hidden" });
    await workbench.page.keyboard.press("Enter");
    await tasks.message.filter({ hasText: /“stub”: 1 of \d+ tasks/ }).waitFor();
    await picture(workbench, "tasks-filter");
    await tasks.titleAction("Clear Task Filter");
    await tasks.row(CROWD).waitFor();
  });

  it("keep what was filtered before when the user presses Escape", async () => {
    await tasks.titleAction("Filter Tasks…");
    await workbench.palette.type("nothing like it");
    await tasks.message.filter({ hasText: "0 of" }).waitFor();
    await workbench.page.keyboard.press("Escape");
    await tasks.row(CROWD).waitFor();
  });

  it("stand below their creators when the user wants it so", async () => {
    await ordered("kept stands below its awaiter", /^boss/, /^assistant/, /^kept/);
    await tasks.titleAction("Show Tasks by Creator");
    await tasks.header.getByText("by creator").first().waitFor();
    await ordered("kept stands below boss, before the task that awaits it", /^boss/, /^kept/, /^assistant/);
    await picture(workbench, "tasks-by-creator");
    await tasks.titleAction("Show Tasks by Awaiter");
    await tasks.header.getByText("by creator").first().waitFor({ state: "hidden" });
    await ordered("kept stands below its awaiter again", /^boss/, /^assistant/, /^kept/);
  });

  it("that two tasks await are shown once, and linked from their other place", async () => {
    const link = tasks.row(/^kept.*shown under assistant/);
    await link.waitFor();
    assert.match((await link.getAttribute("aria-label")) ?? "", /Task kept .*, shown under assistant/);
    const own = (await tasks.texts()).filter((text) => /^kept.*awaiting sleep/.test(text));
    assert.equal(own.length, 1, own.join("\n"));
    await link.click();
    await tasks.selected.filter({ hasText: /^kept.*awaiting sleep/ }).waitFor();
  });

  it("are sorted by name, and by creation again", async () => {
    await ordered("in the order of their creation", /^stubborn/, /^boss/, /^heart/);
    await workbench.palette.run("Loopscope: Sort Tasks…");
    await workbench.palette.pick("By Name");
    await ordered("in the order of their names", /^boss/, /^heart/, /^stubborn/);
    await workbench.palette.run("Loopscope: Sort Tasks…");
    await workbench.palette.pick("By Creation");
    await ordered("in the order of their creation again", /^stubborn/, /^boss/, /^heart/);
  });

  it("are pinned at the top until they are unpinned", async () => {
    await tasks.contextMenu(/^heart/, "Pin Task", tasks.row(/^Pinned/));
    await until("heart stands below Pinned, above all others", async () => {
      const texts = await tasks.texts();
      const pinned = texts.findIndex((text) => /^Pinned/.test(text));
      return /^heart/.test(texts[pinned + 1] ?? "") && /^Task-1/.test(texts[pinned + 2] ?? "");
    });
    await picture(workbench, "tasks-pinned");
    const isUnpinned = async () => !(await tasks.row(/^Pinned/).isVisible());
    await tasks.contextMenu(/^heart/, "Unpin Task", isUnpinned);
  });

  it("are found by a part of their name, however fast it is typed", async () => {
    await workbench.palette.run("Loopscope: Go to Task…");
    await workbench.palette.enter("stubb");
    await tasks.underKeys.filter({ hasText: /^stubborn/ }).waitFor();
    await workbench.palette.run("Loopscope: Go to Task…");
    await workbench.palette.choose("worker-7");
    await tasks.underKeys.filter({ hasText: /^worker-7/ }).waitFor();
    await tasks.fold(CROWD);
  });

  it("are gone through, inspected and cancelled by keys alone", async () => {
    const { keyboard } = workbench.page;
    await workbench.palette.runByKeys("Run and Debug: Focus on Tasks View");
    await tasks.focusByKeys("Home", "ArrowDown", /^ann/);
    await keyboard.press("Shift+Enter");
    await workbench.webview().getByRole("heading", { name: "ann" }).first().waitFor();
    await workbench.palette.runByKeys("Run and Debug: Focus on Tasks View");
    await tasks.focusByKeys("End", "ArrowUp", /^heart/);
    await keyboard.press("Delete");
    await workbench.statusBarItem("heart was cancelled.").waitFor();
    await tasks.row(/^ann.*awaiting Lock/).waitFor();
  });
});
