/** Whether two findings are the same trouble: a row keeps its place by that, and a notice is shown once. */
import assert from "node:assert/strict";
import { findingKey } from "../../../src/extension/findings/finding-label.js";
import { TasksModel } from "../../../src/extension/tasks/tasks-model.js";
import { TasksOutline } from "../../../src/extension/tree/tasks-outline.js";
import type { DapSite, Finding } from "../../../src/protocol/index.js";
import { deadlock, response, task } from "./programs.js";

const at = (line: number): DapSite => ({ source: { path: "/shop/shop.ts" }, line, column: 1 });

function finding(kind: Finding["kind"], parts: Partial<Finding> = {}): Finding {
  return { kind, severity: "warning", taskIds: [], message: "m", ...parts };
}

describe("a finding is the same", () => {
  const same = (a: Finding, b: Finding): void => assert.equal(findingKey(a), findingKey(b));
  const different = (a: Finding, b: Finding): void => assert.notEqual(findingKey(a), findingKey(b));

  it("when a deadlock's cycle is told from another member on", () => {
    same(deadlock(1, 2), deadlock(2, 1));
    different(deadlock(1, 2), deadlock(1, 3));
  });

  it("whichever tasks are starved at the moment", () => {
    same(finding("starved-task", { taskIds: [1, 2] }), finding("starved-task", { taskIds: [2, 3, 4] }));
  });

  it("whoever has come to wait at the same queue or lock", () => {
    const waiting = (...taskIds: number[]) =>
      finding("queue-without-consumer", { taskIds, resourceIds: [7] });
    same(waiting(1), waiting(1, 2));
    different(waiting(1), finding("queue-without-consumer", { taskIds: [1], resourceIds: [8] }));
  });

  it("when it is about a place of the program, at that place alone", () => {
    const leak = (line: number, ...taskIds: number[]) =>
      finding("leaked-tasks", { taskIds, sites: [at(line)] });
    same(leak(3, 1, 2), leak(3, 2, 3));
    different(leak(3, 1), leak(4, 1));
    different(finding("never-awaited", { sites: [at(3)] }), finding("never-awaited", { sites: [at(4)] }));
  });

  it("wherever a blocked loop happens to be", () => {
    same(finding("blocked-loop", { sites: [at(3)] }), finding("blocked-loop", { sites: [at(4)] }));
  });
});

describe("findings in the Tasks view", () => {
  // Without a task they had one key, and VS Code shows nothing of a list in which a row stands twice.
  it("are a row each, also when they are about no task", () => {
    const model = new TasksModel();
    model.replace(response(task(1)));
    const never = (line: number) => finding("never-awaited", { sites: [at(line)] });
    model.setFindings([never(3), never(4), never(4)]);
    const outline = new TasksOutline(
      () => [{ id: "s", name: "s", model }],
      () => 0,
    );
    outline.refresh();
    const nodes = outline.children();
    assert.equal(new Set(nodes.map(({ key }) => key)).size, nodes.length);
    assert.deepEqual(
      nodes.map(({ kind }) => kind),
      ["finding", "finding", "task"],
    );
  });
});
