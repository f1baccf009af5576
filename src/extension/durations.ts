/** Durations as a person reads them. */

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
 */
export function roughDuration(ms: number): string {
  const seconds = Math.floor(ms / SECOND_MS);
  if (seconds < 1) return "";
  if (seconds < EXACT_BELOW_S) return `${seconds} s`;
  if (seconds < MINUTE_S) return `${seconds - (seconds % STEP_S)} s`;
  const minutes = Math.floor(seconds / MINUTE_S);
  if (seconds < HOUR_S) return `${minutes} min`;
  return joined(Math.floor(seconds / HOUR_S), "h", minutes % 60, "min");
}

/** A measured duration, with as many digits as help: `0.4 ms`, `87 ms`, `1.25 s`, `3 min 20 s`. */
export function exactDuration(ms: number): string {
  if (ms < 10) return `${round(ms, 1)} ms`;
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`;
  if (ms < 10 * SECOND_MS) return `${round(ms / SECOND_MS, 2)} s`;
  const seconds = Math.floor(ms / SECOND_MS);
  if (seconds < MINUTE_S) return `${seconds} s`;
  const minutes = Math.floor(seconds / MINUTE_S);
  if (seconds < HOUR_S) return joined(minutes, "min", seconds % MINUTE_S, "s");
  return joined(Math.floor(seconds / HOUR_S), "h", minutes % 60, "min");
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
