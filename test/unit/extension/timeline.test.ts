import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { timelineContent } from "../../../src/extension/panels/timeline-content.js";
import { pageHtml } from "../../../src/extension/panels/webview-page.js";
import { TasksModel } from "../../../src/extension/tasks/tasks-model.js";
import type { TimelineResponse, TimelineSpan } from "../../../src/protocol/index.js";
import { response, task } from "./programs.js";

const START_MS = 1_000_000;

function answer(spans: readonly TimelineSpan[], parts: Partial<TimelineResponse> = {}): TimelineResponse {
  return { spans, recordedSinceMs: START_MS, atMs: START_MS + 1000, dropped: 0, truncated: false, ...parts };
}

function span(taskId: number, kind: TimelineSpan["kind"], from: number, to?: number): TimelineSpan {
  return { taskId, kind, startMs: START_MS + from, ...(to === undefined ? {} : { endMs: START_MS + to }) };
}

describe("what the Timeline shows", () => {
  const model = new TasksModel();
  model.replace(response(task(1, { name: "main" }), task(2, { name: "worker" })));
  const lock = { kind: "lock", label: "stock" };
  const spans: readonly TimelineSpan[] = [
    { ...span(2, "wait", 0, 32), awaited: lock },
    span(2, "ready", 32, 33),
    {
      ...span(2, "step", 33, 33.4),
      wokenBy: { cause: "task", atMs: START_MS + 32, byTaskId: 1, awaited: "lock", label: "stock" },
    },
    { ...span(1, "wait", 5), awaited: { kind: "sleep" } },
    { ...span(2, "wait", 33.4), awaited: lock },
  ];

  it("is a row for each task, the oldest first, with what happened in it", () => {
    const { rows, texts, fromMs, toMs, notes } = timelineContent(answer(spans), model, undefined);
    assert.deepEqual(
      rows.map(({ label, summary }) => [label, summary]),
      [
        ["main (task-1)", "main (task-1): 0 steps, ran 0 ms, waited 995 ms"],
        ["worker (task-2)", "worker (task-2): 1 step, ran 0.4 ms, waited 999 ms"],
      ],
    );
    assert.deepEqual([fromMs, toMs, notes], [START_MS, START_MS + 1000, []]);
    const worker = rows[1]?.spans.map(([kind, , endMs, text]) => [kind, endMs, texts[text]]);
    assert.deepEqual(worker, [
      ["wait", START_MS + 32, "waiting for Lock 'stock'"],
      ["ready", START_MS + 33, "ready, while others ran"],
      ["step", START_MS + 33.4, "running: by main, after waiting for Lock 'stock'"],
      ["wait", null, "waiting for Lock 'stock'"],
    ]);
    assert.equal(new Set(texts).size, texts.length, "each text is sent once");
  });

  it("tells the story of a task in words", () => {
    const { story, title } = timelineContent(answer(spans), model, 2);
    assert.equal(title, "Timeline: worker (task-2)");
    assert.deepEqual(
      story.map(({ text }) => text),
      [
        "waited 32 ms for Lock 'stock'",
        "was ready for 1 ms, while others ran",
        "ran 0.4 ms: by main, after waiting for Lock 'stock'",
        "has been waiting 967 ms for Lock 'stock'",
      ],
    );
    const [last] = timelineContent(answer([{ ...span(2, "step", 0, 1), last: true }]), model, 2).story;
    assert.equal(last?.text, "ran 1 ms; it ended with this step");
  });

  it("says what is missing, and why", () => {
    const note = (parts: Partial<TimelineResponse>, of: readonly TimelineSpan[] = spans) =>
      timelineContent(answer(of, parts), model, undefined).notes;
    assert.deepEqual(note({ dropped: 3, truncated: true }), [
      "Only the latest steps are shown.",
      "3 steps were lost, as there were too many.",
    ]);
    assert.deepEqual(note({}, []), ["No task has run since the recording began."]);
    const { recordedSinceMs: _, ...unrecorded } = answer([]);
    assert.deepEqual(timelineContent(unrecorded, model, undefined).notes, ["Nothing is recorded yet."]);
  });

  it("shows the busiest of thousands of tasks, and the selected one", () => {
    const many = Array.from({ length: 3000 }, (_, index) => span(index + 1, "wait", 0));
    const busy = [span(2999, "step", 1, 2), span(2999, "wait", 2)];
    const { rows, notes } = timelineContent(answer([...many, ...busy]), model, 2500);
    assert.equal(rows.length, 200);
    assert.ok(rows.some(({ taskId }) => taskId === 2999));
    assert.ok(rows.some(({ taskId }) => taskId === 2500));
    assert.deepEqual(notes, ["2,800 quieter tasks are not shown."]);
  });
});

describe("the page of the Timeline", () => {
  it("loads nothing but the extension's own files, and cannot be broken out of", () => {
    const html = pageHtml({
      cspSource: "https://x",
      nonce: "n0nce",
      scriptUris: ["https://x/timeline-picture.js", "https://x/timeline.js"],
      styleUri: "https://x/timeline.css",
      title: "<script>",
      data: { words: { ended: `"><img src=x>` } },
    });
    assert.match(
      html,
      /default-src 'none'; img-src https:\/\/x; style-src https:\/\/x; script-src 'nonce-n0nce';/,
    );
    assert.equal(html.match(/<script/g)?.length, 2);
    assert.equal(html.match(/<script nonce="n0nce" src=/g)?.length, 2);
    assert.ok(!html.includes("<img"));
  });

  it("is drawn by a script that sets text, never markup", () => {
    for (const name of ["timeline.js", "timeline-picture.js"]) {
      const script = readFileSync(new URL(`../../../media/${name}`, import.meta.url), "utf8");
      assert.doesNotMatch(
        script,
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\(|new Function/,
      );
      assert.match(script, /textContent|fillText/);
    }
  });
});
