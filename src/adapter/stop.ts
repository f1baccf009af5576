/** A stop of the program that the user sees. */
import type { CallFrame, RemoteObject } from "./cdp/types.js";

export type StopReason = "breakpoint" | "step" | "exception" | "pause" | "entry";

export interface Stop {
  readonly reason: StopReason;
  /** V8's stack, innermost first, without frames of the debugger itself. */
  readonly callFrames: readonly CallFrame[];
  /** The task that runs, and the index of its innermost coroutine; null in a plain callback, or when the loop is idle. */
  readonly current: { readonly taskId: number; readonly depth: number } | null;
  /** Another debugger of the program stopped it. */
  readonly foreign?: boolean;
  readonly exception?: RemoteObject;
  readonly uncaught?: boolean;
}
