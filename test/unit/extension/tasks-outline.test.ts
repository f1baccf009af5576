import assert from "node:assert/strict";
import { TasksModel } from "../../../src/extension/tasks/tasks-model.js";
import { InternalCommand, RowContext } from "../../../src/extension/text/contributions.js";
import { TasksOutline } from "../../../src/extension/tree/tasks-outline.js";
import { PAGE_SIZE } from "../../../src/extension/tree/tree-lists.js";
import type { TreeNode } from "../../../src/extension/tree/tree-nodes.js";
import type { DapTask } from "../../../src/protocol/index.js";
import { awaiting, change, deadlock, response, task } from "./programs.js";

/** An outline with its sessions and its clock, and VS Code's side of it: everything unfolded and shown. */
class Screen {
  readonly sessions: { id: string; name: string; model: TasksModel }[] = [];
  nowMs = 0;
  readonly outline = new TasksOutline(
    () => this.sessions,
    () => this.nowMs,
  );

  open(id: string, ...tasks: DapTask[]): TasksModel {
    return this.openAll(id, tasks);
  }

  openAll(id: string, tasks: readonly DapTask[]): TasksModel {
    const model = new TasksModel();
    model.replace({ ...response(), tasks });
    this.sessions.push({ id, name: `program ${id}`, model });
    this.outline.refresh();
    return model;
  }

  /** Asks for every row below `node`, as VS Code does, and returns labels, indented. */
  draw(node?: TreeNode, indent = ""): string[] {
    return this.outline.showChildren(node).flatMap((child) => {
      const { label, folding } = this.outline.showRow(child);
      return [indent + label, ...(folding === "none" ? [] : this.draw(child, `${indent}  `))];
    });
  }

  nodes(node?: TreeNode): TreeNode[] {
    return this.outline.children(node).flatMap((child) => [child, ...this.nodes(child)]);
  }

  /** Labels of the rows that a refresh names. */
  refreshed(): string[] | "top" | "none" {
    const result = this.outline.refresh();
    return result.kind === "nodes" ? result.nodes.map((node) => this.outline.row(node).label) : result.kind;
  }
}

function pending(id: number, sinceMs: number): DapTask {
  return task(id, { awaiting: { kind: "event", sinceMs } });
}

describe("the outline of the Tasks view", () => {
  it("shows findings first, then the tree by awaiter, then the group of ended tasks", () => {
    const screen = new Screen();
    const model = screen.open("s", awaiting(1, 2, 3), task(2), task(3), task(4, { state: "done" }), task(5));
    model.setFindings([deadlock(2, 3)]);
    assert.deepEqual(screen.draw(), [
      "Deadlock: task-2 → task-3",
      "  task-2",
      "  task-3",
      "task-1",
      "  task-2",
      "  task-3",
      "task-5",
      "Ended (1)",
      "  task-4",
    ]);
  });

  it("is empty without a session, and has one row a session when there are several", () => {
    const screen = new Screen();
    assert.deepEqual(screen.draw(), []);
    screen.open("a", task(1));
    screen.open("b", task(1));
    assert.deepEqual(screen.draw(), ["program a", "  task-1", "program b", "  task-1"]);
  });

  it("gives every row a key of its own, also where a task is shown several times", () => {
    const screen = new Screen();
    const model = screen.open("s", awaiting(1, 3), awaiting(2, 3), awaiting(3, 1));
    screen.open("t", awaiting(1, 3), task(3));
    model.setFindings([deadlock(1, 3)]);
    const keys = screen.nodes().map((node) => node.key);
    assert.equal(new Set(keys).size, keys.length);
    assert.ok(keys.length > 8);
  });

  it("ends in cycles: a task shown elsewhere is a link that leads there", () => {
    const screen = new Screen();
    screen.open("s", awaiting(1, 2), awaiting(2, 1));
    assert.deepEqual(screen.draw(), ["task-1", "  task-2", "    task-1"]);
    const link = screen.nodes().at(-1);
    assert.ok(link);
    const row = screen.outline.row(link);
    assert.equal(row.command, InternalCommand.revealTask);
    assert.equal(row.description, "shown at the top");
    assert.equal(row.context, RowContext.liveTask, "it can be cancelled all the same");
  });

  it("keeps the same nodes as long as tasks stay where they are", () => {
    const screen = new Screen();
    const model = screen.open("s", awaiting(1, 2), task(2), task(3));
    screen.draw();
    const before = screen.nodes();
    model.apply(change({ tasks: [task(3, { name: "renamed" }), task(4, { state: "done" })] }));
    screen.refreshed();
    screen.draw();
    const after = screen.nodes();
    assert.deepEqual(
      before.map((node) => after.indexOf(node)),
      before.map((_, index) => index),
    );
  });

  it("names only the row that changed", () => {
    const screen = new Screen();
    const model = screen.open("s", awaiting(1, 2, 3), task(2), task(3));
    screen.draw();
    assert.equal(screen.refreshed(), "none");
    model.apply(change({ tasks: [task(3, { name: "renamed" })] }));
    assert.deepEqual(screen.refreshed(), ["renamed (task-3)"]);
    assert.equal(screen.refreshed(), "none");
  });

  it("names the task that waits for something else now, not the top", () => {
    const screen = new Screen();
    const model = screen.open("s", awaiting(1, 2), awaiting(2, 3), task(3));
    screen.draw();
    model.apply(change({ tasks: [awaiting(2, 3, 4), task(4)] }));
    assert.deepEqual(screen.refreshed(), ["task-2"]);
    assert.deepEqual(screen.draw(), ["task-1", "  task-2", "    task-3", "    task-4"]);
  });

  it("asks for the top level only when its list changed", () => {
    const screen = new Screen();
    const model = screen.open("s", awaiting(1, 2), task(2));
    screen.draw();
    model.apply(change({ tasks: [task(3)] }));
    assert.equal(screen.refreshed(), "top");
    screen.draw();
    model.setFindings([deadlock(1, 2)]);
    assert.equal(screen.refreshed(), "top");
  });

  it("never holds one key in two lists while a task moves from one awaiter to the other", () => {
    const screen = new Screen();
    const model = screen.open("s", awaiting(1, 3), awaiting(2, 4), awaiting(3, 5), task(4), task(5));
    const [one] = screen.outline.children();
    assert.ok(one);
    const held = new Set(screen.nodes(one).map((node) => node.key));
    model.apply(change({ tasks: [awaiting(1), awaiting(2, 4, 3)] }));
    screen.outline.refresh();
    const [, two] = screen.outline.children();
    assert.ok(two);
    for (const node of screen.nodes(two)) assert.ok(!held.has(node.key), node.key);
  });

  it("counts the time that passes, and names the rows where another text shows", () => {
    const screen = new Screen();
    screen.open("s", pending(1, 0), pending(2, -60_000));
    screen.draw();
    screen.nowMs = 900;
    assert.equal(screen.refreshed(), "none");
    screen.nowMs = 1000;
    assert.deepEqual(screen.refreshed(), ["task-1"]);
    screen.nowMs = 60_000;
    assert.deepEqual(screen.refreshed(), ["task-2", "task-1"]);
  });

  it("does not name a row with others below it each second, as VS Code would forget those meanwhile", () => {
    const screen = new Screen();
    screen.open("s", task(1, { awaiting: { kind: "gather", taskIds: [2], sinceMs: 100 } }), pending(2, 100));
    screen.draw();
    const named: (string | readonly string[])[] = [];
    for (screen.nowMs = 1000; screen.nowMs < 10_000; screen.nowMs += 1000) named.push(screen.refreshed());
    assert.equal(named.filter((names) => names.includes("task-1")).length, 1);
    assert.equal(named.filter((names) => names.includes("task-2")).length, 7);
  });

  it("shows a long list by pages", () => {
    const screen = new Screen();
    const ids = Array.from({ length: PAGE_SIZE + 50 }, (_, index) => index + 1);
    screen.open("s", ...ids.map((id) => task(id)), task(9999, { state: "done" }));
    const rows = screen.draw();
    assert.deepEqual(rows.slice(PAGE_SIZE), ["50 more", "Ended (1)", "  task-9999"]);
    const more = screen.outline.children()[PAGE_SIZE];
    assert.ok(more);
    assert.equal(screen.outline.row(more).command, InternalCommand.showMore);
    assert.equal(screen.outline.showMore(more), undefined);
    assert.equal(screen.draw().length, PAGE_SIZE + 50 + 2);
  });

  it("draws a page, not everything, of 100,000 tasks", () => {
    const screen = new Screen();
    const ids = Array.from({ length: 100_000 }, (_, index) => index + 2);
    const model = screen.openAll("s", [
      task(1, { awaiting: { kind: "gather", taskIds: ids } }),
      ...ids.map((id) => task(id)),
    ]);
    const [main] = screen.outline.children();
    assert.ok(main);
    assert.equal(screen.outline.row(main).folding, "folded");
    assert.equal(screen.outline.children(main).length, PAGE_SIZE + 1);
    model.apply(change({ tasks: [task(50_000, { name: "out of sight" })] }));
    assert.equal(screen.refreshed(), "none");
  });

  // "Go to Task" said of most tasks that they stand too far down to be shown.
  it("brings a task that is gone to from far down a long list, and keeps it there", () => {
    const screen = new Screen();
    const ids = Array.from({ length: 1_000 }, (_, index) => index + 2);
    screen.openAll("s", [
      task(1, { awaiting: { kind: "gather", taskIds: ids } }),
      ...ids.map((id) => task(id)),
    ]);
    const [main] = screen.outline.children();
    assert.equal(screen.outline.find("s", 900), undefined);
    const { node, grown } = screen.outline.bring("s", 900);
    assert.deepEqual(grown, [main]);
    const below = screen.outline.children(main);
    assert.equal(below[PAGE_SIZE], node);
    assert.equal(screen.outline.find("s", 900), node);
    const more = below[PAGE_SIZE + 1]!;
    assert.equal(screen.outline.row(more).label, "799 more");
    assert.deepEqual(screen.outline.bring("s", 900).grown, [], "it is shown already");
    assert.deepEqual(screen.outline.bring("s", 5_000), { node: undefined, grown: [] });
    for (let id = 300; id < 400; id++) screen.outline.bring("s", id);
    assert.equal(screen.outline.children(main).length, PAGE_SIZE + 20 + 1, "not more than a few");
  });

  it("looks at the rows in sight, not at 100,000 tasks, when some of them change", () => {
    class CountingModel extends TasksModel {
      looks = 0;
      override task(id: number): DapTask | undefined {
        this.looks++;
        return super.task(id);
      }
    }
    const ids = Array.from({ length: 100_000 }, (_, index) => index + 2);
    const model = new CountingModel();
    model.replace({ ...response(), tasks: [task(1, { awaiting: { kind: "gather", taskIds: ids } })] });
    for (let at = 0; at < ids.length; at += 2000) {
      model.extend({ ...response(), tasks: ids.slice(at, at + 2000).map((id) => task(id)) });
    }
    const screen = new Screen();
    screen.sessions.push({ id: "s", name: "program", model });
    for (const node of screen.outline.showChildren()) screen.outline.showRow(node);
    model.looks = 0;
    for (let round = 0; round < 10; round++) {
      model.apply(change({ tasks: ids.slice(0, 1000).map((id) => task(id, { name: `in round ${round}` })) }));
      assert.equal(screen.refreshed(), "none");
    }
    assert.ok(model.looks < 100, `${model.looks} looks at tasks`);
    assert.ok(screen.outline.nodeCount < 10, `${screen.outline.nodeCount} nodes`);
  });

  it("shows no row for a task that was removed before VS Code asked for the list", () => {
    const screen = new Screen();
    const model = screen.open("s", awaiting(1, 2, 3), task(2), task(3), task(4));
    const [one] = screen.outline.showChildren();
    assert.ok(one);
    model.apply(change({ removedTasks: [3, 4] }));
    assert.deepEqual(screen.draw(one), ["task-2"]);
    assert.deepEqual(screen.draw(), ["task-1", "  task-2"]);
  });

  it("forgets no change because someone looked", () => {
    const screen = new Screen();
    const model = screen.open("s", task(1));
    screen.draw();
    model.apply(change({ tasks: [task(1, { name: "renamed" })] }));
    for (const node of screen.nodes()) screen.outline.row(node);
    assert.deepEqual(screen.refreshed(), ["renamed (task-1)"]);
  });

  it("finds a task's own row, below whatever awaits it", () => {
    const screen = new Screen();
    screen.open("s", awaiting(1, 2), awaiting(2, 3), task(3), task(4, { state: "failed" }));
    screen.draw();
    const found = screen.outline.find("s", 3);
    assert.ok(found);
    assert.ok(screen.nodes().includes(found));
    assert.equal(found.parent?.parent?.parent, undefined);
    assert.equal(screen.outline.find("s", 4)?.parent?.kind, "ended");
    assert.equal(screen.outline.find("s", 99), undefined);
    assert.equal(screen.outline.find("t", 1), undefined);
  });

  it("survives a session that ends while its rows are shown", () => {
    const screen = new Screen();
    screen.open("s", awaiting(1, 2), task(2));
    screen.draw();
    const nodes = screen.nodes();
    screen.sessions.length = 0;
    assert.equal(screen.refreshed(), "top");
    assert.deepEqual(screen.draw(), []);
    for (const node of nodes) screen.outline.row(node);
  });

  it("keeps no nodes of tasks that are long gone", () => {
    const screen = new Screen();
    const model = screen.open("s", task(1));
    for (let id = 2; id < 5000; id++) {
      model.apply(change({ tasks: [task(id)], removedTasks: [id - 1] }));
      screen.outline.refresh();
      screen.draw();
    }
    assert.deepEqual(screen.draw(), ["task-4999"]);
    assert.ok(screen.outline.nodeCount < 2500, `${screen.outline.nodeCount} nodes`);
  });
});
