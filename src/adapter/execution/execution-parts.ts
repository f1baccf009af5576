/** What running and stopping a program needs of the rest of the adapter, and what it knows of a stop. */
import type { AgentLink } from "../agent/agent-link.js";
import type { Breakpoint, Breakpoints } from "../breakpoints/breakpoints.js";
import type { Exceptions } from "../breakpoints/exceptions.js";
import type { FunctionBreakpoints } from "../breakpoints/function-breakpoints.js";
import type { TaskStops } from "../breakpoints/task-stops.js";
import type { CdpConnection } from "../cdp/connection.js";
import type { PausedParams } from "../cdp/types.js";
import type { Client } from "../dap/client.js";
import type { CodeOwnership } from "../sources/code-ownership.js";
import type { ScriptSources } from "../sources/script-sources.js";
import type { Scripts } from "../sources/scripts.js";
import type { SuspendedLocals } from "../variables/suspended-locals.js";
import type { Current } from "./stepping.js";
import type { Stop } from "./stop.js";
import type { TaskNames } from "./stopped-event.js";
import type { Catching, Thrown } from "./thrown.js";

export interface ExecutionParts {
  readonly connection: CdpConnection;
  readonly client: Client;
  readonly agent: AgentLink;
  readonly scripts: Scripts;
  readonly ownership: CodeOwnership;
  readonly breakpoints: Breakpoints;
  readonly functionBreakpoints: FunctionBreakpoints;
  readonly exceptions: Exceptions;
  readonly sources: ScriptSources;
  readonly taskStops: TaskStops;
  readonly suspendedLocals: SuspendedLocals;
  /** Another debugger launched the program: we are its guest. */
  readonly shared: boolean;
  /** Whether another debugger has the program now, so that a pause may be its own. */
  hasCompany(): boolean;
}

export interface ExecutionListener extends Catching, TaskNames {
  /**
   * The program stopped for the user; awaited before the client is told. Gives the stop as it is shown.
   * @param focusTaskId whose stack to show, when it has one
   */
  stopping(stop: Stop, focusTaskId: number | undefined): Promise<Stop>;
  /** The depth of the innermost coroutine of the user's in a task that does not run. */
  userDepth(taskId: number): Promise<number>;
  /** The one task that awaits a promise, if it is only one. */
  promiseAwaiter(): Current;
  /** It goes on. */
  resuming(): void;
}

/** What is known of a pause that is shown. */
export interface News
  extends Pick<Stop, "reason" | "current" | "foreign" | "suspended" | "nativeCall" | "notice"> {
  readonly params: PausedParams;
  readonly hit: readonly Breakpoint[];
  readonly exception: Thrown | undefined;
  readonly description?: string;
  readonly focusTaskId?: number | undefined;
}
