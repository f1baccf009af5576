import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type InspectRow, inspectContent } from "../../../src/extension/panels/inspect-content.js";
import { inspectHtml } from "../../../src/extension/panels/inspect-html.js";
import { stepTimeBars } from "../../../src/extension/panels/step-times.js";
import { TasksModel } from "../../../src/extension/tasks/tasks-model.js";
import type { DapTask, InspectResponse, Wakeup } from "../../../src/protocol/index.js";
import { deadlock, response, task } from "./programs.js";

const source = { name: "shop.ts", path: "/srv/shop/shop.ts" };
const EVIL = `"><img src=x onerror=alert(1)>`;

function inspection(about: DapTask, parts: Partial<InspectResponse> = {}): InspectResponse {
  return {
    task: about,
    stack: [],
    counters: { steps: 3, busyMs: 1.5, cancelRequests: 0 },
    cancels: [],
    awaitChain: [],
    warnings: [],
    ...parts,
  };
}

/** Two tasks that hold what the other one wants. */
function deadlocked(): TasksModel {
  const model = new TasksModel();
  model.replace({
    ...response(
      task(1, { awaiting: { kind: "lock", label: "stock", resourceId: 8, sinceMs: 500 } }),
      task(2, { awaiting: { kind: "lock", label: "orders", resourceId: 9 } }),
    ),
    resources: [
      { id: 8, kind: "lock", label: "stock", holders: [2], waiters: [1] },
      { id: 9, kind: "lock", label: "orders", holders: [1], waiters: [2] },
    ],
  });
  model.setFindings([deadlock(1, 2)]);
  return model;
}

function rowsOf(model: TasksModel, inspected: InspectResponse, title: string): readonly InspectRow[] {
  return inspectContent(inspected, model).sections.find((section) => section.title === title)?.rows ?? [];
}

describe("what the Inspect panel shows", () => {
  const model = deadlocked();
  const one = model.task(1) as DapTask;

  it("is the task's state, since when, what is wrong, and what can be done", () => {
    const site = { name: "fulfil", source, line: 9, column: 3 };
    const shown = inspectContent(inspection(one, { stack: [{ ...site, taskId: 1 }] }), model);
    assert.equal(shown.title, "task-1");
    assert.equal(shown.icon, "deadlocked");
    assert.equal(shown.activity, "awaiting Lock 'stock' held by task-2");
    assert.equal(shown.sinceMs, 500);
    assert.equal(shown.problem, "each waits for the next");
    assert.deepEqual(
      shown.buttons.map(({ text, action }) => [text, shown.actions[action]?.kind]),
      [
        ["Cancel Task", "cancel"],
        ["Go to Line", "open"],
      ],
    );
  });

  it("follows what is awaited down to the cause, and says where a cycle closes", () => {
    const awaitChain = [1, 2].map((taskId) => ({
      taskId,
      awaiting: model.task(taskId)?.awaiting ?? { kind: "lock" },
    }));
    const rows = rowsOf(model, inspection(one, { awaitChain }), "Waits for");
    assert.deepEqual(
      rows.map(({ text, detail }) => `${text}: ${detail}`),
      [
        "task-1: awaiting Lock 'stock' held by task-2",
        "task-2: awaiting Lock 'orders' held by task-1",
        "task-1: again: a cycle",
      ],
    );
  });

  it("lists frames with their places and locals, and tells those of awaiting tasks", () => {
    const stack = [
      { name: "fulfil", taskId: 1, source, line: 9, column: 3, locals: [{ name: "order", value: "17" }] },
      { name: "main", taskId: 2, line: 3, column: 1 },
    ];
    const rows = rowsOf(model, inspection(one, { stack }), "Stack");
    assert.equal(rows[0]?.detail, "shop.ts:9");
    assert.deepEqual(rows[0]?.values, [{ name: "order", value: "17" }]);
    assert.equal(rows[1]?.detail, " · awaited by task-2");
    assert.equal(rows[1]?.action, undefined, "a frame without a source cannot be opened");
  });

  it("goes to the line that blocks the loop, not to one of an awaiting task", () => {
    const running = task(5, { state: "running" });
    const blocked = new TasksModel();
    blocked.replace(response(running, task(1)));
    const sites = [
      { name: "now", line: 1, column: 1 },
      { name: "crunch", source, line: 7, column: 2 },
    ];
    const stack = [{ name: "main", taskId: 1, source, line: 12, column: 3 }];
    const goes = (): unknown[] =>
      inspectContent(inspection(running, { stack }), blocked).actions.filter(({ kind }) => kind === "open");
    assert.deepEqual(goes(), [{ kind: "open", site: stack[0] }], "the frame itself only");
    blocked.setFindings([{ kind: "blocked-loop", severity: "error", taskIds: [5], message: "", sites }]);
    assert.deepEqual(goes()[0], { kind: "open", site: sites[1] });
    const rows = rowsOf(blocked, inspection(running, { stack }), "Blocks the loop at");
    assert.deepEqual(
      rows.map(({ text, action }) => [text, action !== undefined]),
      [
        ["now", false],
        ["crunch", true],
      ],
    );
  });

  it("says who asked for a cancellation", () => {
    const cancels = [
      { atMs: 1, byTaskId: 2, message: "too slow" },
      { atMs: 2, byDebugger: true },
      { atMs: 3 },
    ];
    const rows = rowsOf(model, inspection(one, { cancels }), "Cancellations");
    assert.deepEqual(
      rows.map(({ text, detail }) => [text, detail]),
      [
        ["asked to cancel by task-2", "'too slow'"],
        ["asked to cancel by the debugger", undefined],
        ["asked to cancel by the program", undefined],
      ],
    );
  });

  it("offers neither cancelling nor a problem for an ended task", () => {
    const ended = task(1, {
      state: "failed",
      createdMs: 100,
      endedMs: 350,
      outcome: { exception: "TypeError: x" },
    });
    const shown = inspectContent(inspection(ended), model);
    assert.deepEqual(shown.buttons, []);
    assert.equal(shown.problem, undefined);
    const facts = shown.sections.at(-1)?.rows[0]?.values ?? [];
    assert.ok(facts.some(({ name, value }) => name === "Lived" && value === "250 ms"));
    assert.ok(facts.some(({ name, value }) => name === "Exception" && value === "TypeError: x"));
  });
});

describe("the page of the Inspect panel", () => {
  const html = inspectHtml({
    cspSource: "https://*.vscode-cdn.net",
    nonce: "n0nce",
    scriptUri: `https://x/inspect.js?${EVIL}`,
    styleUri: "https://x/inspect.css",
    iconUris: { pending: { light: EVIL, dark: "https://x/dark.svg" } },
  });
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";

  it("loads nothing but the extension's own files, and runs no other script", () => {
    assert.equal(
      policy,
      "default-src 'none'; img-src https://*.vscode-cdn.net; style-src https://*.vscode-cdn.net; script-src 'nonce-n0nce';",
    );
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.match(html, /<script nonce="n0nce" src=/);
  });

  it("cannot be broken out of by what is put into it", () => {
    assert.ok(!html.includes("<img"));
    assert.ok(html.includes("&quot;&gt;&lt;img src=x onerror=alert(1)&gt;"));
  });

  it("is drawn by a script that sets text, never markup", () => {
    const script = readFileSync(new URL("../../../media/inspect.js", import.meta.url), "utf8");
    assert.doesNotMatch(
      script,
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\(|new Function/,
    );
    assert.match(script, /textContent/);
  });
});

describe("what the Inspect panel tells of a task's running", () => {
  const worker = task(2, { name: "worker" });
  const model = new TasksModel();
  model.replace({
    ...response(task(1), worker),
    resources: [{ id: 8, kind: "lock", label: "stock", holders: [], waiters: [] }],
  });
  const text = (wokenBy: Wakeup): string | undefined =>
    rowsOf(model, inspection(task(1, { wokenBy })), "Made runnable")[0]?.text;

  it("is what made it runnable, and who did", () => {
    const lock = { awaited: "lock", label: "stock", atMs: 5 };
    assert.equal(text({ ...lock, cause: "task", byTaskId: 2 }), "by worker, after waiting for Lock 'stock'");
    assert.equal(
      text({ cause: "task", byTaskId: 2, awaited: "lock", resourceId: 8, atMs: 5 }),
      "by worker, after waiting for Lock 'stock'",
    );
    assert.equal(text({ cause: "timer", awaited: "sleep", atMs: 5 }), "by a timer, after waiting for sleep");
    assert.equal(text({ cause: "created", byTaskId: 2, atMs: 5 }), "newly created by worker");
    assert.equal(text({ cause: "yield", awaited: "yield", atMs: 5 }), "let others run for one turn");
    assert.equal(
      text({ ...lock, cause: "cancel", byTaskId: 2 }),
      "by a cancellation from worker, after waiting for Lock 'stock'",
    );
    assert.equal(text({ cause: "a new cause", atMs: 5 }), "a new cause");
  });

  it("leads to the task that did", () => {
    const shown = inspectContent(
      inspection(task(1, { wokenBy: { cause: "task", byTaskId: 2, atMs: 5 } })),
      model,
    );
    const row = shown.sections.find(({ title }) => title === "Made runnable")?.rows[0];
    assert.deepEqual(shown.actions[row?.action ?? -1], { kind: "inspect", taskId: 2 });
  });

  it("is how long its steps took, from the shortest class to the longest", () => {
    const stepTimes = [0, 4, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1];
    assert.deepEqual(
      stepTimeBars({ steps: 7, cancelRequests: 0, stepTimes }).map(({ label, value, share }) => [
        label,
        value,
        share,
      ]),
      [
        ["up to 0.03 ms", "4 steps", 1],
        ["up to 0.1 ms", "0 steps", 0],
        ["up to 0.3 ms", "2 steps", 0.5],
        ["up to 1 ms", "0 steps", 0],
        ["up to 3 ms", "0 steps", 0],
        ["up to 10 ms", "0 steps", 0],
        ["up to 30 ms", "0 steps", 0],
        ["up to 100 ms", "0 steps", 0],
        ["up to 300 ms", "0 steps", 0],
        ["up to 1 s", "0 steps", 0],
        ["over 1 s", "1 step", 0.25],
      ],
    );
    assert.deepEqual(stepTimeBars({ steps: 7, cancelRequests: 0 }), []);
  });
});
