import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Agent } from "../../../src/adapter/agent/agent.js";
import type { Client } from "../../../src/adapter/dap/client.js";
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

/** The table, and the events that a client gets of it. */
function followed(): { tasks: Tasks; events: TasksChangedBody[] } {
  const events: TasksChangedBody[] = [];
  const client = {
    send: (event: string, body: unknown) => {
      if (event === "asyncioTasksChanged") events.push(body as TasksChangedBody);
    },
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
  return { tasks, events };
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
});
