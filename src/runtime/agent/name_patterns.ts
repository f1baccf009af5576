/** Patterns over names of tasks and coroutines: `worker`, `fetch*`, `job-?`. */

const SPECIAL = /[.+^${}()|[\]\\/]/g;

/** Matches a whole name; `*` stands for any text, `?` for one character. */
export function namePattern(pattern: string): RegExp {
  const body = pattern.replace(SPECIAL, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${body}$`, "su");
}
