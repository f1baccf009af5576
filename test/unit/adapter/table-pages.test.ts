import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { TablePages } from "../../../src/adapter/tasks/table-pages.js";
import { resource, task } from "./tables.js";

function table(tasks: readonly number[], resources: readonly number[]) {
  return {
    tasks: new Map(tasks.map((id) => [id, task(id, `t${id}`)])),
    resources: new Map(resources.map((id) => [id, resource(id, "lock")])),
  };
}

function allPages(pages: TablePages, count: number, between: () => void = () => {}) {
  const taskIds: number[] = [];
  const resourceIds: number[] = [];
  let cursor: number | undefined;
  let number = 0;
  do {
    const page = pages.page(count, cursor);
    assert.ok(page.taskIds.length + page.resourceIds.length <= count);
    taskIds.push(...page.taskIds);
    resourceIds.push(...page.resourceIds);
    cursor = page.cursor;
    number++;
    between();
  } while (cursor !== undefined);
  return { taskIds, resourceIds, number };
}

describe("the pages of a table", () => {
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 1_000 }), { maxLength: 60 });

  it("have every record once, tasks first, in the order of their ids", () => {
    fc.assert(
      fc.property(ids, ids, fc.integer({ min: 1, max: 20 }), (tasks, resources, count) => {
        const found = allPages(new TablePages(table(tasks, resources)), count);
        const ordered = (list: readonly number[]) => [...list].sort((a, b) => a - b);
        assert.deepEqual(found.taskIds, ordered(tasks));
        assert.deepEqual(found.resourceIds, ordered(resources));
        assert.ok(found.number <= Math.ceil((tasks.length + resources.length) / count) + 1);
      }),
    );
  });

  it("leave out what went away between two pages, and repeat nothing", () => {
    const known = table([1, 2, 3, 4, 5, 6], [7]);
    const { taskIds, resourceIds } = allPages(new TablePages(known), 2, () => known.tasks.delete(4));
    assert.deepEqual(taskIds, [1, 2, 3, 5, 6]);
    assert.deepEqual(resourceIds, [7]);
  });
});
