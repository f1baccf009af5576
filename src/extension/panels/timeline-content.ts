/** What the Timeline shows, as plain data: a row for each task, and the story of one of them in words. */
import type { TimelineResponse, TimelineSpan } from "../../protocol/index.js";
import { taskLabel } from "../tasks/task-label.js";
import type { TaskLookup } from "../tasks/tasks-model.js";
import { exactDuration } from "../text/durations.js";
import { counted, listed, t } from "../text/localization.js";
import { waitedText, wakeupText } from "./wakeup-text.js";

/** Rows that a person can look through; the busiest tasks are shown. */
const ROWS = 200;
/** Spans of the story, the latest. */
const STORY_SPANS = 300;

/** A span for the page: its kind, start and end (null: not over), and the index of its text. */
export type PackedSpan = readonly [
  kind: TimelineSpan["kind"],
  startMs: number,
  endMs: number | null,
  text: number,
];

export interface TimelineRow {
  readonly taskId: number;
  readonly label: string;
  /** For a screen reader: what the row's picture shows. */
  readonly summary: string;
  readonly spans: readonly PackedSpan[];
}

export interface StoryItem {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number | null;
}

export interface TimelineContent {
  readonly title: string;
  /** Unix epoch, milliseconds: where the recording begins, and the moment of the answer. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly rows: readonly TimelineRow[];
  /** What spans say; each text once. */
  readonly texts: readonly string[];
  readonly selected: number | null;
  readonly story: readonly StoryItem[];
  /** What is not shown, and why. */
  readonly notes: readonly string[];
}

/** Orders an answer to `asyncioTimeline` by task, the oldest first. */
export function timelineContent(
  response: TimelineResponse,
  lookup: TaskLookup,
  selected: number | undefined,
): TimelineContent {
  const { spans, atMs, recordedSinceMs } = response;
  const byTask = new Map<number, TimelineSpan[]>();
  for (const span of spans) {
    const own = byTask.get(span.taskId);
    if (own === undefined) byTask.set(span.taskId, [span]);
    else own.push(span);
  }
  const texts = new Texts();
  const shown = busiest(byTask, selected);
  const rows = shown.map(([taskId, own]): TimelineRow => {
    const label = nameOf(taskId, lookup);
    return {
      taskId,
      label,
      summary: summary(label, own, atMs),
      spans: own.map((span) => [
        span.kind,
        span.startMs,
        span.endMs ?? null,
        texts.index(detail(span, lookup)),
      ]),
    };
  });
  const story = selected === undefined ? [] : (byTask.get(selected) ?? []);
  return {
    title: selected === undefined ? t("Timeline") : t("Timeline: {0}", nameOf(selected, lookup)),
    fromMs: Math.min(recordedSinceMs ?? atMs, spans[0]?.startMs ?? atMs),
    toMs: atMs,
    rows,
    texts: texts.all,
    selected: selected ?? null,
    story: story.slice(-STORY_SPANS).map((span) => ({
      text: sentence(span, lookup, atMs),
      startMs: span.startMs,
      endMs: span.endMs ?? null,
    })),
    notes: notes(response, byTask.size - rows.length),
  };
}

function busiest(
  byTask: ReadonlyMap<number, readonly TimelineSpan[]>,
  selected: number | undefined,
): [number, readonly TimelineSpan[]][] {
  const all = [...byTask];
  if (all.length > ROWS) {
    const rank = ([id, spans]: [number, readonly TimelineSpan[]]): number =>
      id === selected ? Number.POSITIVE_INFINITY : spans.length;
    all.sort((a, b) => rank(b) - rank(a) || a[0] - b[0]);
    all.length = ROWS;
  }
  return all.sort(([a], [b]) => a - b);
}

function notes({ dropped, truncated, recordedSinceMs, spans }: TimelineResponse, hidden: number): string[] {
  const lines: string[] = [];
  if (spans.length === 0) {
    lines.push(
      recordedSinceMs === undefined
        ? t("Nothing is recorded yet.")
        : t("No task has run since the recording began."),
    );
  }
  if (hidden > 0)
    lines.push(counted(hidden, "1 quieter task is not shown.", "{0} quieter tasks are not shown."));
  if (truncated) lines.push(t("Only the latest steps are shown."));
  if (dropped > 0) {
    lines.push(
      counted(
        dropped,
        "1 step was lost, as there were too many.",
        "{0} steps were lost, as there were too many.",
      ),
    );
  }
  return lines;
}

function nameOf(taskId: number, lookup: TaskLookup): string {
  const task = lookup.task(taskId);
  return task === undefined ? `#${taskId}` : taskLabel(task);
}

function lengthMs({ startMs, endMs }: TimelineSpan, atMs: number): number {
  return Math.max(0, (endMs ?? atMs) - startMs);
}

/** `worker: 12 steps, ran 3 ms, waited 4 s` */
function summary(label: string, spans: readonly TimelineSpan[], atMs: number): string {
  let steps = 0;
  let ranMs = 0;
  let waitedMs = 0;
  for (const span of spans) {
    if (span.kind === "step") {
      steps++;
      ranMs += lengthMs(span, atMs);
    } else if (span.kind === "wait") waitedMs += lengthMs(span, atMs);
  }
  const parts = [
    counted(steps, "1 step", "{0} steps"),
    t("ran {0}", exactDuration(ranMs)),
    t("waited {0}", exactDuration(waitedMs)),
  ];
  return t("{0}: {1}", label, listed(parts));
}

/** What a span is about, without its times. */
function detail(span: TimelineSpan, lookup: TaskLookup): string {
  switch (span.kind) {
    case "wait":
      return span.awaited === undefined
        ? t("waiting")
        : t("waiting for {0}", waitedText(span.awaited, span.taskId, lookup));
    case "ready":
      return t("ready, while others ran");
    case "step":
      return span.wokenBy === undefined
        ? t("running")
        : t("running: {0}", wakeupText(span.wokenBy, span.taskId, lookup));
  }
}

/** `waited 32 ms for Lock 'stock'`, `ran 0.4 ms: by backward` */
function sentence(span: TimelineSpan, lookup: TaskLookup, atMs: number): string {
  const duration = exactDuration(lengthMs(span, atMs));
  const over = span.endMs !== undefined;
  switch (span.kind) {
    case "wait": {
      if (span.awaited === undefined) {
        return over ? t("waited {0}", duration) : t("has been waiting for {0}", duration);
      }
      const what = waitedText(span.awaited, span.taskId, lookup);
      return over
        ? t("waited {0} for {1}", duration, what)
        : t("has been waiting {0} for {1}", duration, what);
    }
    case "ready":
      return t("was ready for {0}, while others ran", duration);
    case "step": {
      const ran = !over ? t("has been running for {0}", duration) : t("ran {0}", duration);
      const told =
        span.wokenBy === undefined ? ran : t("{0}: {1}", ran, wakeupText(span.wokenBy, span.taskId, lookup));
      return span.last ? t("{0}; it ended with this step", told) : told;
    }
  }
}

/** Texts that repeat are sent once. */
class Texts {
  readonly all: string[] = [];
  readonly #indexes = new Map<string, number>();

  index(text: string): number {
    let index = this.#indexes.get(text);
    if (index === undefined) {
      index = this.all.push(text) - 1;
      this.#indexes.set(text, index);
    }
    return index;
  }
}
