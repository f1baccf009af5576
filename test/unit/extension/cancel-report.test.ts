import assert from "node:assert/strict";
import { askedTask, cancelOutcome, cancelReport } from "../../../src/extension/commands/cancel-report.js";
import { TasksModel } from "../../../src/extension/tasks/tasks-model.js";
import type { DapTask } from "../../../src/protocol/index.js";
import { change, response, task } from "./programs.js";

const counters = (steps: number) => ({ steps, cancelRequests: 1 });

/** Tasks as they were when they were asked, and a model in which `later` has become of them. */
function after(...later: (DapTask | undefined)[]) {
  const before = later.map((_, index) => task(index + 1, { counters: counters(3) }));
  const model = new TasksModel();
  model.replace(response(...before));
  model.apply(
    change({
      tasks: later.filter((each) => each !== undefined),
      removedTasks: before.filter((_, index) => later[index] === undefined).map(({ id }) => id),
    }),
  );
  return { asked: before.map(askedTask), model };
}

function report(...later: (DapTask | undefined)[]) {
  const { asked, model } = after(...later);
  return cancelReport(asked, model, false);
}

describe("what is said of a cancellation", () => {
  it("confirms it", () => {
    assert.deepEqual(report(task(1, { state: "cancelled" })), { bad: false, text: "task-1 was cancelled." });
    assert.deepEqual(report(undefined, task(2, { state: "cancelled" })), {
      bad: false,
      text: "2 tasks were cancelled.",
    });
  });

  it("tells who suppressed it, and how it ended instead", () => {
    const outcome = { result: "7", suppressedCancellation: true };
    assert.deepEqual(report(task(1, { state: "cancelled" }), task(2, { state: "done", outcome })), {
      bad: true,
      text: "1 task was cancelled. Suppressed the cancellation: task-2 (returned 7, cancellation suppressed).",
    });
    const failed = task(1, { state: "failed", outcome: { exception: "TypeError: x" } });
    assert.equal(report(failed).text, "Suppressed the cancellation: task-1 (TypeError: x).");
  });

  it("tells who caught it and goes on, and what it is at", () => {
    const goesOn = task(1, { counters: counters(4), awaiting: { kind: "event", label: "stop" } });
    assert.deepEqual(report(goesOn), {
      bad: true,
      text: "Caught the cancellation and goes on: task-1 (awaiting Event 'stop').",
    });
  });

  it("tells who has not come to run since, and why a stopped program's tasks have not", () => {
    const { asked, model } = after(task(1, { counters: counters(3) }));
    assert.equal(cancelOutcome(asked[0] ?? { id: 0, name: "", steps: 0 }, model), "waiting");
    assert.equal(cancelReport(asked, model, false).text, "Has not come to run since: task-1 (ready).");
    assert.equal(cancelReport(asked, model, true).text, "Ends when the program continues: task-1 (ready).");
  });

  it("names a task that is forgotten by now", () => {
    assert.equal(report(undefined).text, "task-1 was cancelled.");
  });

  it("names three, and counts the rest", () => {
    const goOn = [1, 2, 3, 4, 5].map((id) => task(id, { counters: counters(9) }));
    assert.match(report(...goOn).text, /task-3 \(ready\) and 2 more\.$/);
  });
});
