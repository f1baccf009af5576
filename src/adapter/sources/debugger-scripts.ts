/** Names of the scripts that the debugger itself puts into a program; their frames are never shown. */

/** The empty script that a pause of an idle program waits for. */
export const NUDGE_URL = "loopscope-pause-nudge";

/** The script that stops where a module with a source map is about to be compiled. */
export const HOLD_URL = "loopscope-source-map-hold";

/** What was typed into the console and awaits: a coroutine, or an `async` function, whose error is the console's answer. */
export const CONSOLE_URL = "loopscope-console";

/** Everything else that the debugger evaluates for itself. */
export const INTERNAL_URL = "loopscope-internal";

/** Marks code of the debugger's own, so that a stop in it is never shown. */
export const asInternal = (code: string): string => `${code}\n//# sourceURL=${INTERNAL_URL}`;
