/** Stops the program because something happened to a task: the debugger finds the news as the function's argument. */
import type { TaskStopNotice } from "../../protocol/index.js";
import { trapFunction } from "./trap_script.js";

const stopFunction = trapFunction<(what: string, coroutine: object | null) => void>(
  "function notice(what, coroutine) { debugger; }",
);

/**
 * Stops here when a debugger looks on; otherwise it does nothing.
 * @param coroutine of the task, for a place to show when nothing of it is left on any stack
 */
export function notice(what: TaskStopNotice, coroutine: object | null): void {
  stopFunction()(JSON.stringify(what), coroutine);
}
