/** Recorded steps → spans: what each task did when, without gaps. Pure. */
import type { TaskInfo, TimelineSpan, TimelineStep } from "../../protocol/index.js";

/** Spans of one answer, unless asked otherwise. */
const DEFAULT_LIMIT_SPANS = 5_000;

export interface SpanRange {
  /** Of these tasks; of all when absent. */
  readonly taskIds?: readonly number[];
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly limit?: number;
}

/** What is known of the tasks now. */
export interface SpanTable {
  readonly tasks: ReadonlyMap<number, TaskInfo>;
  readonly pending: ReadonlySet<number>;
}

/**
 * The spans that overlap a stretch of time, by start. Waits that are not over are among them, also of tasks that have
 * not run since the recording began. When there are too many, those that are not over and the latest are given.
 */
export function spansOf(
  steps: readonly TimelineStep[],
  table: SpanTable,
  range: SpanRange,
): { spans: readonly TimelineSpan[]; truncated: boolean } {
  const { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY } = range;
  const limit = range.limit ?? DEFAULT_LIMIT_SPANS;
  const wanted = range.taskIds === undefined ? undefined : new Set(range.taskIds);
  const overlaps = ({ startMs, endMs }: TimelineSpan) =>
    startMs <= toMs && (endMs ?? Number.POSITIVE_INFINITY) >= fromMs;
  const open = openWaits(table, wanted).filter(overlaps);
  const over: TimelineSpan[][] = [];
  let count = 0;
  const room = Math.max(0, limit - open.length);
  let truncated = open.length > limit;
  // From the latest on: as soon as there are enough, the rest need not be looked at.
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index]!;
    if (wanted !== undefined && !wanted.has(step.taskId)) continue;
    const spans = spansOfStep(step).filter(overlaps);
    if (spans.length === 0) continue;
    count += spans.length;
    if (count > room) {
      truncated = true;
      break;
    }
    over.push(spans);
  }
  // Back in the order of time, which sorting keeps among those of one start.
  const spans = [...open.slice(0, limit), ...over.reverse().flat()].sort((a, b) => a.startMs - b.startMs);
  return { spans, truncated };
}

/** The wait before a step, the time until it got to run, and the step. */
function spansOfStep(step: TimelineStep): TimelineSpan[] {
  const { taskId, waitedMs, readyMs, startMs, endMs, last } = step;
  const spans: TimelineSpan[] = [];
  const readyAtMs = readyMs === undefined ? startMs : Math.min(readyMs, startMs);
  if (waitedMs !== undefined && step.awaited !== undefined && waitedMs < readyAtMs) {
    spans.push({
      taskId,
      kind: "wait",
      startMs: waitedMs,
      endMs: readyAtMs,
      awaited: awaitedOf(step, step.awaited),
    });
  }
  if (readyAtMs < startMs) spans.push({ taskId, kind: "ready", startMs: readyAtMs, endMs: startMs });
  spans.push({
    taskId,
    kind: "step",
    startMs,
    ...(endMs === undefined ? {} : { endMs }),
    ...(step.cause === undefined ? {} : { wokenBy: wakeupOf(step, step.cause, readyAtMs) }),
    ...(last === true ? { last } : {}),
  });
  return spans;
}

function awaitedOf({ label, resourceId }: TimelineStep, kind: string): NonNullable<TimelineSpan["awaited"]> {
  return {
    kind,
    ...(label === undefined ? {} : { label }),
    ...(resourceId === undefined ? {} : { resourceId }),
  };
}

function wakeupOf(step: TimelineStep, cause: string, atMs: number): NonNullable<TimelineSpan["wokenBy"]> {
  const { byTaskId, awaited, label, resourceId } = step;
  return {
    cause,
    atMs,
    ...(byTaskId === undefined ? {} : { byTaskId }),
    ...(awaited === undefined ? {} : { awaited }),
    ...(label === undefined ? {} : { label }),
    ...(resourceId === undefined ? {} : { resourceId }),
  };
}

/** The waits that are not over, of pending tasks. */
function openWaits({ tasks, pending }: SpanTable, wanted: ReadonlySet<number> | undefined): TimelineSpan[] {
  const spans: TimelineSpan[] = [];
  for (const taskId of wanted ?? pending) {
    const awaiting = pending.has(taskId) ? tasks.get(taskId)?.awaiting : undefined;
    if (awaiting?.sinceMs === undefined) continue;
    const { kind, label, resourceId, sinceMs } = awaiting;
    const awaited = {
      kind,
      ...(label === undefined ? {} : { label }),
      ...(resourceId === undefined ? {} : { resourceId }),
    };
    spans.push({ taskId, kind: "wait", startMs: sinceMs, awaited });
  }
  return spans;
}
