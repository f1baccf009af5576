/** How the preload gets into the Node processes that a program starts, and in which of them it does anything. */
import path from "node:path";

/** Node's variable for options of every process that inherits it. */
export const OPTIONS_VARIABLE = "NODE_OPTIONS";

/** The oldest version of Node that is debugged. */
const OLDEST_MAJOR = 20;

/** Whether a script is a program of the user's: not a package's tool, code of a command line, or ours. */
export function isUsersProgram(
  script: string | undefined,
  ownFolder: string,
  version = process.versions.node,
): boolean {
  if (script === undefined || Number.parseInt(version, 10) < OLDEST_MAJOR) return false;
  if (script.split(/[\\/]/).includes("node_modules")) return false;
  return !script.startsWith(ownFolder + path.sep);
}

/**
 * Has all Node processes that inherit `env` load the preload. Twice is safe.
 * @returns the option that does it; undefined when it was there before.
 */
export function inheritPreload(env: NodeJS.ProcessEnv, preload: string): string | undefined {
  // Within quotes a backslash escapes, as in JSON.
  const option = `--require ${JSON.stringify(preload)}`;
  const before = env[OPTIONS_VARIABLE];
  if (before?.includes(option) === true) return undefined;
  env[OPTIONS_VARIABLE] = before ? `${before} ${option}` : option;
  return option;
}
