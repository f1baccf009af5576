/** Names of the scripts that the debugger itself puts into a program; their frames are never shown. */

/** The empty script that a pause of an idle program waits for. */
export const NUDGE_URL = "loopscope-pause-nudge";

/** The script that stops where a module with a source map is about to be compiled. */
export const HOLD_URL = "loopscope-source-map-hold";
