import assert from "node:assert/strict";
import { WAITS_FOR_MS, WaitPlaces } from "../../../src/extension/editor/wait-places.js";
import { findingProblems } from "../../../src/extension/findings/finding-problems.js";
import { TasksModel } from "../../../src/extension/tasks/tasks-model.js";
import type { DapSite, DapTask } from "../../../src/protocol/index.js";
import { change, deadlock, response, task } from "./programs.js";

function site(line: number, name = "write", path = "/shop/shop.ts"): DapSite {
  return { name, source: { name: "shop.ts", path }, line, column: 5 };
}

describe("findings as problems of the editor", () => {
  const model = new TasksModel();
  model.replace(response(task(1, { name: "ann", awaiting: { kind: "lock", label: "pens" } }), task(2)));

  it("are at each line of a deadlock, and lead to the other ones", () => {
    const problems = findingProblems({ ...deadlock(1, 2), sites: [site(3), site(9)] }, model);
    assert.deepEqual(
      problems.map((problem) => [problem.site.line, problem.related.map(({ site: other }) => other.line)]),
      [
        [3, [9]],
        [9, [3]],
      ],
    );
    assert.equal(problems[1]?.message, "each waits for the next");
    assert.equal(problems[1]?.related[0]?.message, "ann: awaiting Lock 'pens'");
    assert.equal(new Set(problems.map(({ key }) => key)).size, 2);
  });

  it("are one where many tasks hang at one line", () => {
    const finding = { ...deadlock(1, 2), kind: "never-wakes" as const, sites: [site(3), site(3)] };
    assert.equal(findingProblems(finding, model).length, 1);
  });

  it("are at the first line that has a source, for a stack or a place of creation", () => {
    const sites = [{ name: "now", line: 1, column: 1 }, site(7, "crunch"), site(12, "main")];
    const problems = findingProblems({ ...deadlock(1), kind: "blocked-loop", sites }, model);
    assert.deepEqual(
      problems.map((problem) => [problem.site.name, problem.related.map(({ message }) => message)]),
      [["crunch", ["main"]]],
    );
  });

  it("are none without a source", () => {
    assert.deepEqual(findingProblems(deadlock(1, 2), model), []);
    assert.deepEqual(findingProblems({ ...deadlock(1, 2), sites: [{ line: 1, column: 1 }] }, model), []);
  });
});

describe("the lines at which tasks wait", () => {
  const NOW_MS = 100_000;
  const waiting = (id: number, sinceMs = 0, parts: Partial<DapTask> = {}): DapTask =>
    task(id, { coroutine: "worker", awaiting: { kind: "lock", resourceId: 7, sinceMs }, ...parts });
  function placesOf(...tasks: DapTask[]) {
    const model = new TasksModel();
    model.replace(response(...tasks));
    return { model, places: new WaitPlaces(model) };
  }

  it("are asked for once, and again when the task has run since", () => {
    const { model, places } = placesOf(waiting(1), waiting(2));
    assert.deepEqual(places.wanted(NOW_MS, 10), [1, 2]);
    places.learn([1, 2], [{ taskId: 1, site: site(3) }]);
    assert.deepEqual(places.wanted(NOW_MS, 10), [], "also of one that waits at no line");
    model.apply(change({ tasks: [waiting(1, 5)] }));
    assert.deepEqual(places.wanted(NOW_MS, 10), [1]);
    assert.deepEqual(places.places(NOW_MS), [], "the line of a moment ago is not shown");
  });

  it("leave out who runs, has ended, or has hardly begun to wait", () => {
    const { places } = placesOf(
      waiting(1, NOW_MS - WAITS_FOR_MS + 1),
      waiting(2, 0, { state: "running" }),
      waiting(3, 0, { state: "done" }),
      waiting(4, NOW_MS - WAITS_FOR_MS),
    );
    assert.deepEqual(places.wanted(NOW_MS, 10), [4]);
  });

  it("count the tasks of a line, from all coroutines, and tell the longest wait", () => {
    const { places } = placesOf(waiting(1, 40), waiting(2, 30, { coroutine: "boss" }), waiting(3, 20));
    places.learn(
      [1, 2, 3],
      [
        { taskId: 1, site: site(3) },
        { taskId: 2, site: site(3) },
        { taskId: 3, site: site(4) },
      ],
    );
    assert.deepEqual(
      places
        .places(NOW_MS)
        .map(({ site: at, count, sinceMs, tasks }) => [at.line, count, sinceMs, tasks.map(({ id }) => id)]),
      [
        [3, 2, 30, [2, 1]],
        [4, 1, 20, [3]],
      ],
    );
  });

  it("are known of ten thousand equal tasks from a few of them", () => {
    const { places } = placesOf(
      ...Array.from({ length: 10_000 }, (_, index) => waiting(index + 1, 10_000 - index)),
    );
    const asked = places.wanted(NOW_MS, 200);
    assert.ok(asked.length <= 20, `${asked.length} asked`);
    places.learn(
      asked,
      asked.map((taskId) => ({ taskId, site: site(3) })),
    );
    const [place] = places.places(NOW_MS);
    assert.deepEqual([place?.count, place?.sinceMs], [10_000, 1]);
  });

  it("claim no more than is known when equal tasks wait at several lines", () => {
    const { places } = placesOf(...Array.from({ length: 100 }, (_, index) => waiting(index + 1)));
    const asked = places.wanted(NOW_MS, 200);
    places.learn(
      asked,
      asked.map((taskId) => ({ taskId, site: site(3 + (taskId % 2)) })),
    );
    const counts = places.places(NOW_MS).map(({ count }) => count);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      asked.length,
    );
  });
});
