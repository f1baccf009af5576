const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * A duration for reading, in at most two units: `40 ms`, `3.2 s`, `41 s`, `2 min 05 s`, `1 h 02 min`, `3 d 4 h`.
 * A negative one (clocks of two processes disagree) is `0 ms`.
 */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < 950) return `${Math.round(ms)} ms`;
  if (ms < 9.95 * SECOND_MS) return `${(ms / SECOND_MS).toFixed(1)} s`;
  const seconds = Math.round(ms / SECOND_MS);
  if (seconds < 60) return `${seconds} s`;
  if (ms < HOUR_MS) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
  const minutes = Math.floor(ms / MINUTE_MS);
  if (ms < DAY_MS) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
  const hours = Math.floor(ms / HOUR_MS);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
