import assert from "node:assert/strict";
import fc from "fast-check";
import { highlights } from "../../../src/extension/tasks/task-filter.js";
import { groupEqual } from "../../../src/extension/tasks/task-groups.js";
import { TasksModel } from "../../../src/extension/tasks/tasks-model.js";
import { DEFAULT_OPTIONS, type TreeOptions } from "../../../src/extension/tasks/tree-options.js";
import { RowContext } from "../../../src/extension/text/contributions.js";
import { TasksOutline } from "../../../src/extension/tree/tasks-outline.js";
import type { TreeNode } from "../../../src/extension/tree/tree-nodes.js";
import type { DapTask } from "../../../src/protocol/index.js";
import { awaiting, change, deadlock, response, task } from "./programs.js";

/** The view of one program, all of it unfolded. */
class Screen {
  options: TreeOptions = DEFAULT_OPTIONS;
  pinned: readonly number[] = [];
  nowMs = 100_000;
  readonly model = new TasksModel();
  readonly outline = new TasksOutline(
    () => [{ id: "s", name: "program", model: this.model, pinned: this.pinned }],
    () => this.nowMs,
    () => this.options,
  );

  constructor(...tasks: DapTask[]) {
    this.model.replace(response(...tasks));
  }

  set(parts: Partial<TreeOptions>): this {
    this.options = { ...this.options, ...parts };
    return this;
  }

  nodes(node?: TreeNode): TreeNode[] {
    return this.outline.children(node).flatMap((child) => [child, ...this.nodes(child)]);
  }

  draw(node?: TreeNode, indent = ""): string[] {
    if (node === undefined) this.outline.refresh();
    return this.outline.showChildren(node).flatMap((child) => {
      const { label, folding } = this.outline.showRow(child);
      return [indent + label, ...(folding === "none" ? [] : this.draw(child, `${indent}  `))];
    });
  }
}

function worker(id: number, sinceMs = 0, parts: Partial<DapTask> = {}): DapTask {
  const wait = { kind: "queue.get", resourceId: 9, label: "jobs", sinceMs };
  return task(id, { name: `worker-${id}`, coroutine: "worker", awaiting: wait, ...parts });
}

const workers = (count: number, from = 2): DapTask[] =>
  Array.from({ length: count }, (_, index) => worker(from + index, 1000 * (from + index)));

describe("equal tasks in the Tasks view", () => {
  it("are one row that says how many they are, what they do, and for how long", () => {
    const screen = new Screen(awaiting(1, ...workers(12).map(({ id }) => id)), ...workers(12));
    assert.deepEqual(screen.draw().slice(0, 4), [
      "task-1",
      "  × 12 worker",
      "    worker-2 (worker)",
      "    worker-3 (worker)",
    ]);
    const group = screen.nodes().find(({ kind }) => kind === "group");
    assert.ok(group);
    const row = screen.outline.row(group);
    assert.equal(row.description, "awaiting Queue.get 'jobs' · longest 1 min");
    assert.equal(row.accessibleLabel, "12 tasks of worker, awaiting Queue.get 'jobs'");
    assert.equal(row.folding, "folded");
    assert.equal(row.context, RowContext.equalTasks);
  });

  it("are shown each by itself when they are few, or when the user wants it so", () => {
    const few = new Screen(...workers(9));
    assert.equal(few.draw().length, 9);
    assert.deepEqual(few.set({ groupFrom: 2 }).draw()[0], "× 9 worker");
    assert.equal(new Screen(...workers(50)).set({ groupFrom: 0 }).draw().length, 50);
  });

  it("leave out who waits for something else, who runs, and who is in a deadlock", () => {
    const other = worker(50, 0, { awaiting: { kind: "sleep" } });
    const screen = new Screen(...workers(14), other, worker(51, 0, { state: "running" }));
    screen.model.setFindings([deadlock(2, 3)]);
    const top = screen.draw().filter((line) => !line.startsWith(" "));
    assert.deepEqual(top, [
      "Deadlock: worker-2 → worker-3",
      "× 12 worker",
      "worker-2 (worker)",
      "worker-3 (worker)",
      "worker-50 (worker)",
      "worker-51 (worker)",
    ]);
  });

  it("stay one row, the same one, while some come and go", () => {
    const screen = new Screen(...workers(10));
    screen.draw();
    const [group] = screen.outline.children();
    screen.model.apply(change({ removedTasks: [2, 3, 4] }));
    assert.equal(screen.draw()[0], "× 7 worker");
    assert.equal(screen.outline.children()[0], group);
    screen.model.apply(change({ removedTasks: [5, 6, 7] }));
    assert.equal(screen.draw()[0], "worker-8 (worker)", "below half of what it takes they are single again");
  });

  it("are found below their row", () => {
    const screen = new Screen(awaiting(1, ...workers(12).map(({ id }) => id)), ...workers(12));
    screen.draw();
    const found = screen.outline.find("s", 5);
    assert.equal(found?.parent?.kind, "group");
    assert.ok(found && screen.nodes().includes(found));
  });

  it("of those that ended are told apart by how they ended", () => {
    const ended = (id: number, outcome: DapTask["outcome"], state: DapTask["state"]) =>
      task(id, { coroutine: "job", state, endedMs: id, ...(outcome ? { outcome } : {}) });
    const screen = new Screen(
      ...Array.from({ length: 10 }, (_, index) => ended(index + 1, { result: String(index) }, "done")),
      ...Array.from({ length: 10 }, (_, index) =>
        ended(index + 21, { exception: `TypeError: ${index}` }, "failed"),
      ),
      ended(99, undefined, "cancelled"),
    );
    const rows = screen.draw().filter((line) => /^ {2}\S/.test(line));
    assert.deepEqual(rows, ["  × 10 job", "  × 10 job", "  task-99 (job)"]);
  });

  it("are divided without losing or doubling one", () => {
    const model = new TasksModel();
    const kinds = ["lock", "sleep", "event"];
    fc.assert(
      fc.property(fc.array(fc.nat(2), { maxLength: 60 }), fc.nat(12), (draw, groupFrom) => {
        const tasks = draw.map((kind, index) =>
          task(index + 1, { coroutine: "c", awaiting: { kind: kinds[kind] ?? "" } }),
        );
        model.replace(response(...tasks));
        const places = tasks.map(({ id }) => ({ taskId: id }));
        const { groups, rest } = groupEqual(places, model, groupFrom, new Set());
        const all = [...groups.flatMap((group) => group.places), ...rest].map(({ taskId }) => taskId);
        assert.deepEqual(
          [...all].sort((a, b) => a - b),
          places.map(({ taskId }) => taskId),
        );
        for (const group of groups) assert.ok(group.places.length >= groupFrom);
      }),
    );
  });
});

describe("the filter of the Tasks view", () => {
  const screen = () =>
    new Screen(
      awaiting(1, 2, 3),
      awaiting(2, 4),
      worker(3),
      worker(4),
      task(5, { name: "metrics" }),
      task(6, { name: "old worker", state: "done" }),
    );

  it("shows what has all words, and what it stands below", () => {
    assert.deepEqual(screen().set({ filter: "WORKER queue" }).draw(), [
      "task-1",
      "  task-2",
      "    worker-4 (worker)",
      "  worker-3 (worker)",
    ]);
    assert.deepEqual(screen().set({ filter: "#5" }).draw(), ["metrics (task-5)"]);
    assert.deepEqual(screen().set({ filter: "done" }).draw(), ["Ended (1)", "  old worker (task-6)"]);
    assert.deepEqual(screen().set({ filter: "nobody" }).draw(), []);
  });

  it("counts what matches, and nothing without words", () => {
    const view = screen().set({ filter: "worker queue" });
    view.draw();
    assert.equal(view.outline.matching, 2);
    view.set({ filter: "  " }).draw();
    assert.equal(view.outline.matching, undefined);
  });

  it("marks the words in labels", () => {
    const view = screen().set({ filter: "work r-3" });
    view.draw();
    const found = view.outline.find("s", 3);
    assert.ok(found);
    assert.deepEqual(view.outline.row(found).highlights, [
      [0, 4],
      [5, 8],
    ]);
    assert.deepEqual(highlights("abcdef", ["abcd", "bc", "e"]), [
      [0, 4],
      [4, 5],
    ]);
  });

  // VS Code remembers of each node whether it is folded: what was found used to stay below a row that had been.
  it("shows what it leaves as rows that VS Code has not seen folded, and then the ones from before again", () => {
    const view = new Screen(
      awaiting(1, ...Array.from({ length: 99 }, (_, index) => index + 2)),
      ...workers(99),
    );
    view.draw();
    const [before] = view.outline.children();
    assert.equal(before && view.outline.row(before).folding, "folded");
    view.set({ filter: "worker-77" }).draw();
    const [filtered] = view.outline.children();
    assert.equal(filtered && view.outline.row(filtered).folding, "unfolded");
    assert.notEqual(filtered?.key, before?.key);
    view.set({ filter: "worker-7" }).draw();
    assert.equal(view.outline.children()[0], filtered, "typing on changes nothing of that");
    view.set({ filter: "" }).draw();
    assert.equal(view.outline.children()[0], before);
    view.set({ filter: "worker-77" }).draw();
    assert.notEqual(view.outline.children()[0]?.key, filtered?.key, "a filter that is set anew begins anew");
  });

  it("keeps the findings of tasks that match", () => {
    const view = screen();
    view.model.setFindings([deadlock(3, 4), { ...deadlock(5), kind: "never-wakes" }]);
    assert.deepEqual(view.set({ filter: "metrics" }).draw(), [
      "Never wakes: metrics",
      "  metrics (task-5)",
      "metrics (task-5)",
    ]);
  });
});

describe("the order of the Tasks view", () => {
  const screen = new Screen(
    task(1, { name: "worker-10", awaiting: { kind: "event", sinceMs: 3 } }),
    task(2, { name: "worker-9", awaiting: { kind: "event", sinceMs: 1 } }),
    task(3, { name: "Clerk", state: "running" }),
  );
  const order = (sort: TreeOptions["sort"]) =>
    screen
      .set({ sort })
      .draw()
      .map((label) => label.split(" ")[0]);

  it("is by creation, wait time, name (numbers as numbers), or state", () => {
    assert.deepEqual(order("created"), ["worker-10", "worker-9", "Clerk"]);
    assert.deepEqual(order("wait"), ["worker-9", "worker-10", "Clerk"]);
    assert.deepEqual(order("name"), ["Clerk", "worker-9", "worker-10"]);
    assert.deepEqual(order("state"), ["Clerk", "worker-10", "worker-9"]);
  });
});

describe("pinned tasks", () => {
  it("stand at the top as well, in the order in which they were pinned, also when filtered out", () => {
    const screen = new Screen(awaiting(1, 2), task(2), task(3));
    screen.pinned = [3, 2, 99];
    assert.deepEqual(screen.set({ filter: "task-1" }).draw(), ["Pinned", "  task-3", "  task-2", "task-1"]);
    const pinned = screen.nodes().find((node) => node.kind === "task" && node.place === "pinned");
    assert.ok(pinned);
    assert.equal(screen.outline.row(pinned).context, "loopscope.task.live.pinned");
  });

  it("keep their pin when they end", () => {
    const screen = new Screen(task(1, { state: "cancelled", outcome: { cancelMessage: "enough" } }));
    screen.pinned = [1];
    assert.deepEqual(screen.draw().slice(0, 2), ["Pinned", "  task-1"]);
  });
});
