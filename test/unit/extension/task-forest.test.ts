import assert from "node:assert/strict";
import fc from "fast-check";
import { buildForest } from "../../../src/extension/tasks/task-forest.js";
import type { DapTask } from "../../../src/protocol/index.js";
import { awaiting, task } from "./programs.js";

function table(...tasks: DapTask[]): Map<number, DapTask> {
  return new Map(tasks.map((each) => [each.id, each]));
}

/** A readable picture: `1(2 3(4))`, links as `>2`. */
function picture(tasks: ReadonlyMap<number, DapTask>): string {
  const forest = buildForest(tasks);
  const draw = (id: number): string => {
    const places = forest.children.get(id) ?? [];
    if (places.length === 0) return String(id);
    return `${id}(${places.map((place) => (place.link ? `>${place.taskId}` : draw(place.taskId))).join(" ")})`;
  };
  return forest.roots.map(draw).join(" ");
}

describe("the tree by awaiter", () => {
  it("has tasks that nobody waits for as roots, and below each what it waits for", () => {
    assert.equal(picture(table(awaiting(1, 3, 2), task(2), task(3), task(4))), "1(3 2) 4");
  });

  it("shows a task that two tasks await once, and as a link elsewhere", () => {
    assert.equal(picture(table(awaiting(1, 3), awaiting(2, 3), awaiting(3, 4), task(4))), "1(3(4)) 2(>3)");
  });

  it("gives a cycle its oldest task as a root", () => {
    assert.equal(picture(table(awaiting(1, 2), awaiting(2, 3), awaiting(3, 1))), "1(2(3(>1)))");
  });

  it("shows a cycle below the task that leads into it", () => {
    assert.equal(picture(table(awaiting(1, 2), awaiting(2, 1), awaiting(5, 2))), "5(2(1(>2)))");
  });

  it("shows a task that awaits itself", () => {
    assert.equal(picture(table(awaiting(1, 1))), "1(>1)");
  });

  it("leaves out ended and unknown tasks, and lists the ended ones apart, the last one first", () => {
    const tasks = table(
      awaiting(1, 2, 99),
      task(2, { state: "done", endedMs: 10 }),
      task(3, { state: "failed", endedMs: 30 }),
      task(4, { state: "cancelled", endedMs: 20 }),
    );
    assert.equal(picture(tasks), "1");
    assert.deepEqual(buildForest(tasks).ended, [3, 4, 2]);
  });

  it("counts a task once that is named twice", () => {
    assert.equal(picture(table(awaiting(1, 2, 2), task(2))), "1(2)");
  });

  it("survives a chain of 100,000 tasks", () => {
    const count = 100_000;
    const tasks = table(...Array.from({ length: count }, (_, i) => awaiting(i + 1, i + 2)));
    const forest = buildForest(tasks);
    assert.deepEqual(forest.roots, [1]);
    assert.equal(forest.parentOf.size, count - 1);
  });

  it("shows every live task in full exactly once, whatever awaits what", () => {
    const graph = fc.array(fc.array(fc.nat(11), { maxLength: 4 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(graph, (edges) => {
        const tasks = table(...edges.map((targets, id) => awaiting(id, ...targets)));
        const forest = buildForest(tasks);
        const shown = [...forest.roots];
        for (const places of forest.children.values()) {
          shown.push(...places.filter((place) => !place.link).map((place) => place.taskId));
        }
        assert.deepEqual(
          shown.sort((a, b) => a - b),
          [...tasks.keys()],
        );
        for (const [child, parent] of forest.parentOf) {
          assert.ok(forest.children.get(parent)?.some((place) => place.taskId === child && !place.link));
        }
      }),
    );
  });
});

describe("the tree by creator", () => {
  const created = (id: number, parentId?: number, state: DapTask["state"] = "pending"): DapTask =>
    task(id, { state, ...(parentId === undefined ? {} : { parentId }) });
  const forestOf = (...tasks: DapTask[]) =>
    buildForest(new Map(tasks.map((each) => [each.id, each])), "creator");

  it("has below each task those that it created, the oldest first, and no links", () => {
    const forest = forestOf(created(1), created(4, 1), created(2, 1), created(3, 2));
    assert.deepEqual(forest.roots, [1]);
    assert.deepEqual(
      forest.children.get(1)?.map(({ taskId, link }) => [taskId, link]),
      [
        [2, false],
        [4, false],
      ],
    );
    assert.equal(forest.parentOf.get(3), 2);
  });

  it("puts what an ended task created below that one's own creator, and at the top when nobody is left", () => {
    const forest = forestOf(created(1), created(2, 1, "done"), created(3, 2), created(5, 4), created(7, 6));
    assert.deepEqual(forest.roots, [1, 5, 7]);
    assert.equal(forest.parentOf.get(3), 1);
    assert.deepEqual(forest.ended, [2]);
  });

  it("ends where a program claims that a task created its own creator", () => {
    assert.deepEqual(forestOf(created(1, 2), created(2, 1)).roots, [1]);
  });
});
