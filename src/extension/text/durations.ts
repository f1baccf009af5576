/** Durations as a person reads them. */
import { t } from "./localization.js";

const SECOND_MS = 1000;
const MINUTE_S = 60;
const HOUR_S = 3600;

/** Up to here a row counts every second, above in steps. */
const EXACT_BELOW_S = 10;
const STEP_S = 5;

/**
 * How long something has lasted, for a row of the tree: empty below a second, then `7 s`, `25 s`, `3 min`, `2 h 5 min`.
 * It gets coarser as it grows: whenever the text changes VS Code builds the row anew, and a mouse click that is under
 * way on one of its buttons is lost.
 * @param stepped in steps from the beginning: empty below five seconds, then `5 s`
 */
export function roughDuration(ms: number, stepped = false): string {
  const seconds = Math.floor(ms / SECOND_MS);
  if (seconds < (stepped ? STEP_S : 1)) return "";
  if (seconds < EXACT_BELOW_S && !stepped) return t("{0} s", seconds);
  if (seconds < MINUTE_S) return t("{0} s", seconds - (seconds % STEP_S));
  const minutes = Math.floor(seconds / MINUTE_S);
  if (seconds < HOUR_S) return t("{0} min", minutes);
  return hours(Math.floor(seconds / HOUR_S), minutes % 60);
}

/** A measured duration, with as many digits as help: `0.4 ms`, `87 ms`, `1.25 s`, `3 min 20 s`. */
export function exactDuration(ms: number): string {
  if (ms < 10) return t("{0} ms", round(ms, 1));
  if (ms < SECOND_MS) return t("{0} ms", Math.round(ms));
  if (ms < 10 * SECOND_MS) return t("{0} s", round(ms / SECOND_MS, 2));
  const seconds = Math.floor(ms / SECOND_MS);
  if (seconds < MINUTE_S) return t("{0} s", seconds);
  const minutes = Math.floor(seconds / MINUTE_S);
  if (seconds < HOUR_S) {
    const rest = seconds % MINUTE_S;
    return rest === 0 ? t("{0} min", minutes) : t("{0} min {1} s", minutes, rest);
  }
  return hours(Math.floor(seconds / HOUR_S), minutes % 60);
}

function hours(whole: number, minutes: number): string {
  return minutes === 0 ? t("{0} h", whole) : t("{0} h {1} min", whole, minutes);
}

function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
