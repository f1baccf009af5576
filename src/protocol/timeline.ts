/** Who ran when, who waited for what: recorded while somebody asks. */
import type { AwaitKind, WakeCause } from "./model.js";

/** An agent stops recording when nobody has asked for this long, milliseconds. */
export const TIMELINE_LEASE_MS = 30_000;

/** One step of a task, with the wait before it. */
export interface TimelineStep {
  readonly taskId: number;
  /** When it suspended last, or was created; absent: before the recording. */
  readonly waitedMs?: number;
  /** When it became runnable. */
  readonly readyMs?: number;
  readonly startMs: number;
  /** Absent: it is still running. */
  readonly endMs?: number;
  /** It ended with this step. */
  readonly last?: boolean;
  /** What it had waited for, and what made it runnable. */
  readonly awaited?: AwaitKind;
  readonly label?: string;
  readonly resourceId?: number;
  readonly cause?: WakeCause;
  readonly byTaskId?: number;
}

/** Steps in the order of their ends. Ask again with `cursor` as `after`. */
export interface TimelinePage {
  readonly steps: readonly TimelineStep[];
  readonly cursor: number;
  /** There are more already. */
  readonly more: boolean;
  /** Steps after `after` that were overwritten before anybody asked. */
  readonly dropped: number;
  readonly recordedSinceMs: number;
  readonly atMs: number;
}
