/** The histogram of a task's step times. */
import { STEP_TIME_BOUNDS_MS, type TaskCounters } from "../../protocol/index.js";
import { exactDuration } from "../text/durations.js";
import { counted, t } from "../text/localization.js";

export interface HistogramBar {
  /** `up to 0.1 ms` */
  readonly label: string;
  /** `12 steps` */
  readonly value: string;
  /** Of the largest class; 0 to 1. */
  readonly share: number;
}

/** The classes from the first to the last that has a step; none when nothing was measured. */
export function stepTimeBars({ stepTimes = [] }: TaskCounters): readonly HistogramBar[] {
  const largest = Math.max(0, ...stepTimes);
  if (largest === 0) return [];
  const first = stepTimes.findIndex((count) => count > 0);
  const last = stepTimes.length - 1 - [...stepTimes].reverse().findIndex((count) => count > 0);
  return stepTimes.slice(first, last + 1).map((count, offset) => {
    const bound = STEP_TIME_BOUNDS_MS[first + offset];
    const lower = STEP_TIME_BOUNDS_MS.at(-1) ?? 0;
    return {
      label: bound === undefined ? t("over {0}", exactDuration(lower)) : t("up to {0}", fineDuration(bound)),
      value: counted(count, "1 step", "{0} steps"),
      share: count / largest,
    };
  });
}

/** The bounds below 0.1 ms, which `exactDuration` rounds off. */
function fineDuration(ms: number): string {
  return ms < 0.1 ? t("{0} ms", ms) : exactDuration(ms);
}
