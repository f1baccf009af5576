import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Agent } from "../../../src/adapter/agent/agent.js";
import type { Client } from "../../../src/adapter/dap/client.js";
import { EventPace } from "../../../src/adapter/dap/event-pace.js";
import { TaskTable } from "../../../src/adapter/tasks/task-table.js";
import { TaskView } from "../../../src/adapter/tasks/task-view.js";
import { Tasks } from "../../../src/adapter/tasks/tasks.js";
import { Threads } from "../../../src/adapter/tasks/threads.js";
import type { ChangesMessage, TasksChangedBody } from "../../../src/protocol/index.js";
import { resource, task } from "./tables.js";

function changes(more: Partial<ChangesMessage>): ChangesMessage {
  const nothing = {
    tasks: [],
    resources: [],
    loops: [],
    warnings: [],
    forgottenTasks: [],
    forgottenResources: [],
  };
  return { kind: "changes", seq: 1, atMs: 0, dropped: 0, ...nothing, ...more };
}

/** Resolves when `count` is above zero. */
async function until(count: () => number): Promise<void> {
  while (count() <= 0) await new Promise((resolve) => setImmediate(resolve));
}

/** The table, and the events that a client gets of it. */
function followed(): { tasks: Tasks; events: TasksChangedBody[]; pace: EventPace } {
  const pace = new EventPace();
  const events: TasksChangedBody[] = [];
  const client = {
    send: (event: string, body: unknown) => {
      if (event === "asyncioTasksChanged") events.push(body as TasksChangedBody);
    },
    pace,
    backlogBytes: 0,
    drained: async () => {},
    canRunInTerminal: false,
    runInTerminal: async () => ({}),
  } as unknown as Client;
  const agent: Agent = {
    hello: undefined,
    flush: async () => {},
    command: async () => {
      throw new Error("the program does not answer");
    },
  };
  const table = new TaskTable();
  const places = {
    placeOf: ({ path, line, column }: { path: string; line: number; column: number }) => ({
      source: { path },
      line,
      column,
    }),
  };
  const view = new TaskView(table, places, {
    linesStartAt1: true,
    columnsStartAt1: true,
    completionsStartAt1: true,
  });
  const parts = { table, threads: new Threads(table), view, client, agent };
  const tasks = new Tasks(parts, { changed: () => {}, blockedSinceMs: () => undefined });
  return { tasks, events, pace };
}

describe("the changes that a client gets", () => {
  it("come in events of bounded size, which together have each record once", () => {
    const { tasks, events } = followed();
    const ids = Array.from({ length: 2_500 }, (_, index) => index + 1);
    tasks.apply(
      changes({
        tasks: ids.map((id) => task(id, `t${id}`)),
        resources: [resource(1, "lock")],
        warnings: [{ kind: "unclosed", message: "w", atMs: 1 }],
      }),
    );
    tasks.flush();
    tasks.dispose();
    assert.equal(events.length, 3);
    assert.ok(events.every((event) => event.tasks.length <= 1_000));
    assert.deepEqual(
      events.flatMap((event) => event.tasks.map(({ id }) => id)),
      ids,
    );
    assert.equal(
      events.reduce((sum, event) => sum + event.resources.length, 0),
      1,
    );
    assert.equal(
      events.reduce((sum, event) => sum + event.warnings.length, 0),
      1,
    );
  });

  it("wait while a client reads the table page by page, and then are those that no page has told", () => {
    const { tasks, events } = followed();
    const ids = Array.from({ length: 30 }, (_, index) => index + 1);
    tasks.apply(changes({ tasks: ids.map((id) => task(id, `t${id}`)), resources: [resource(1, "lock")] }));
    tasks.beginReading();
    const first = tasks.nextPage(20, undefined, true);
    assert.equal(first.taskColumns?.count, 20);
    tasks.apply(changes({ seq: 2, tasks: [task(3, "t3", { state: "done" }), task(25, "renamed")] }));
    const last = tasks.nextPage(20, first.cursor, false);
    assert.equal(last.tasks.find(({ id }) => id === 25)?.name, "renamed");
    assert.equal(last.cursor, undefined);
    tasks.flush();
    tasks.dispose();
    assert.deepEqual(
      events.map(({ tasks: told, resources }) => [told.map(({ id }) => id), resources.length]),
      [[[3], 0]],
    );
  });

  it("do not say to a client that reads from the beginning that the table was rebuilt before", async () => {
    const { tasks, events } = followed();
    tasks.table.beginSnapshot();
    tasks.table.endSnapshot();
    tasks.beginReading();
    tasks.nextPage(20, undefined, false);
    tasks.apply(changes({ tasks: [task(1, "a")] }));
    tasks.flush();
    tasks.dispose();
    assert.deepEqual(
      events.map(({ reset }) => reset),
      [undefined],
    );
  });

  it("say how many records were dropped", () => {
    const { tasks, events } = followed();
    tasks.apply(changes({ tasks: [task(1, "a")], dropped: 7 }));
    tasks.flush();
    tasks.dispose();
    assert.equal(events[0]?.dropped, 7);
  });

  it("are first those of what is there: tasks that came and went in between come last, as a sample", () => {
    const { tasks, events } = followed();
    const ended = Array.from({ length: 2_000 }, (_, index) => task(index + 1, "drop", { state: "done" }));
    tasks.apply(changes({ tasks: ended }));
    tasks.apply(changes({ seq: 2, tasks: [task(3_000, "lasting")] }));
    tasks.flush();
    tasks.dispose();
    assert.equal(events[0]?.tasks[0]?.name, "lasting");
    assert.deepEqual(
      events.map((event) => event.tasks.length),
      [1_000, 1_000, 1],
    );
  });

  it("are none of tasks that had gone before the client could hear of them", () => {
    const { tasks, events } = followed();
    const drop = (id: number) => task(id, "drop", { state: "done" });
    tasks.apply(changes({ tasks: [drop(1), task(2, "known")] }));
    tasks.flush();
    tasks.apply(changes({ seq: 2, tasks: [drop(3), task(4, "short")] }));
    // The program says of tasks that are pending for all it told that they are gone.
    tasks.apply(changes({ seq: 3, forgottenTasks: [2, 4] }));
    tasks.flush();
    tasks.dispose();
    assert.deepEqual(
      events.map((event) => [event.tasks.map(({ id }) => id), event.removedTasks]),
      [
        [[2, 1], []],
        [[3], [2]],
      ],
    );
  });

  it("say of a task that was in an answer of everything that it is gone", () => {
    const { tasks, events } = followed();
    tasks.apply(changes({ tasks: [task(1, "a")] }));
    assert.equal(tasks.response().tasks.length, 1);
    tasks.apply(changes({ seq: 2, forgottenTasks: [1] }));
    tasks.flush();
    tasks.dispose();
    assert.deepEqual(events.at(-1)?.removedTasks, [1]);
  });

  // VS Code used to be told of all at once, and answered the user a minute later.
  it("wait for a client that says what it has taken, and are columns for one that reads them", async () => {
    const { tasks, events, pace } = followed();
    pace.taken(0, true, Date.now());
    const sent = () => until(() => events.length);
    const before = events.length;
    tasks.apply(changes({ tasks: Array.from({ length: 20 }, (_, index) => task(index + 1, "a")) }));
    await sent();
    assert.equal(events.length, before + 1);
    const [first] = events;
    assert.deepEqual([first?.tasks.length, first?.taskColumns?.count, first?.event], [0, 20, 1]);
    for (let seq = 2; seq <= 30; seq++) tasks.apply(changes({ seq, tasks: [task(1, `a${seq}`)] }));
    assert.ok(pace.delayMs(Date.now()) > 1_000, "the next one waits");
    pace.taken(1, true, Date.now());
    await until(() => events.length - 1);
    tasks.dispose();
    assert.deepEqual(
      events.slice(1).map((event) => [event.event, event.tasks.map(({ name }) => name)]),
      [[2, ["a30"]]],
    );
  });

  it("are sent at once at a stop, but for what is only history", () => {
    const { tasks, events, pace } = followed();
    pace.taken(0, false, Date.now());
    const ended = Array.from({ length: 5_000 }, (_, index) => task(index + 10, "drop", { state: "done" }));
    tasks.apply(changes({ tasks: [...ended, task(1, "stopped")] }));
    tasks.flush();
    tasks.dispose();
    assert.equal(events.length, 1);
    assert.equal(events[0]?.tasks[0]?.name, "stopped");
  });
});
