/** A program whose tasks are shown: one that is debugged, or a dump of one. */
import type { AsyncioRequests } from "../../protocol/index.js";
import type { TasksModel } from "../tasks/tasks-model.js";

export interface ProgramSession {
  /** Unique among all that are shown. */
  readonly id: string;
  readonly name: string;
  readonly model: TasksModel;
  /** Tasks that the user has pinned. */
  pinned: readonly number[];
  /** A dump: nothing in it changes. */
  readonly readOnly: boolean;
  /** The debugger has stopped the program. */
  readonly stopped: boolean;
  /** The moment at which everything is as shown; absent: it is now. Unix epoch, milliseconds. */
  readonly nowMs?: number;
  /** Sends one of the project's own requests. @throws RequestError when it is refused or the program is gone. */
  request<K extends keyof AsyncioRequests>(
    command: K,
    args: AsyncioRequests[K]["arguments"],
  ): Promise<AsyncioRequests[K]["body"]>;
}

/** A request that was refused, or could not be asked; the message is for the user. */
export class RequestError extends Error {
  override readonly name = "RequestError";
}
