/** A program's state as one document, to be saved, opened later, and compared. */
import type { DapResource, DapSite, DapTask, Finding } from "./dap.js";
import type { LoopInfo } from "./model.js";

/** What `format` says in a dump. */
export const DUMP_FORMAT = "loopscope-dump";

/** Changes when an old reader would misread a new dump. */
export const DUMP_VERSION = 1;

/** One suspended coroutine. */
export interface DumpFrame extends DapSite {
  readonly name: string;
}

export interface DumpTask extends DapTask {
  /** Its own coroutines, innermost first; absent when it was not read. */
  readonly stack?: readonly DumpFrame[];
}

export interface Dump {
  readonly format: typeof DUMP_FORMAT;
  readonly version: number;
  readonly takenMs: number;
  readonly program: {
    readonly pid?: number;
    readonly language?: "typescript" | "python";
    /** Since when its ids are counted, Unix epoch in milliseconds: processes' numbers come again. */
    readonly startedMs?: number;
    /** Version of Node or CPython. */
    readonly host?: string;
    /** What the debugger calls it: its path, as a rule. */
    readonly name?: string;
  };
  /** The debugger had stopped the program. */
  readonly stopped: boolean;
  readonly tasks: readonly DumpTask[];
  readonly resources: readonly DapResource[];
  readonly loops: readonly LoopInfo[];
  readonly findings: readonly Finding[];
  /** Records that the agent could not send, over the whole session. */
  readonly dropped: number;
}
