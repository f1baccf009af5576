/** A stop of the program that the user sees. */
import type { CallFrame, RemoteObject } from "../cdp/types.js";
import type { Current, NativeCall } from "./stepping.js";
import type { TaskNotice } from "./task-notice.js";

export type StopReason =
  | "breakpoint"
  | "function breakpoint"
  | "step"
  | "exception"
  | "pause"
  | "entry"
  | "restart";

export interface Stop {
  readonly reason: StopReason;
  /** V8's stack, innermost first, without frames of the debugger itself. */
  readonly callFrames: readonly CallFrame[];
  /** The task that runs, and the index of its innermost coroutine; null in a plain callback, or when the loop is idle. */
  readonly current: Current;
  /** The task that the client is pointed to, when that is not the one that runs. */
  readonly focusTaskId?: number;
  /** Nothing of the user's is on V8's stack: what is shown is a suspended task, or nothing is left of it. */
  readonly suspended?: boolean;
  /** Of native `async` code that runs outside of every task: what steps have found out about it. */
  readonly nativeCall?: NativeCall;
  /** What the agent has stopped it for. */
  readonly notice?: TaskNotice;
  /** Another debugger of the program stopped it. */
  readonly foreign?: boolean;
  readonly exception?: RemoteObject;
  readonly uncaught?: boolean;
}
