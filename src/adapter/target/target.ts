/** A program under the debugger, however it came to be there. */
import type { CdpConnection } from "../cdp/connection.js";

export interface TargetEnd {
  /** Undefined when nobody can tell: the program is not our child. */
  readonly exitCode: number | undefined;
  /** The program lives on; only the connection is gone. */
  readonly detached?: boolean;
}

export interface Target {
  /** Undefined when the program ended before it could be reached. */
  readonly connection: CdpConnection | undefined;
  readonly name: string;
  readonly pid: number | undefined;
  /** Started by this session, and therefore ended with it. */
  readonly launched: boolean;
  /** Another debugger has the program too: we are its guest. */
  readonly shared: boolean;
  /** Its output, and the warnings of asyncio among it, are shown by another session already. */
  readonly printsElsewhere?: boolean;
  /** No bridge looks whether its loop is blocked: a worker thread, or a program reached over a websocket. */
  readonly unwatched?: boolean;
  /** How another session can reach the same process, as attributes of `attach`. */
  readonly reach?: Readonly<Record<string, unknown>>;
  /** Lets a program that is held at its start run. */
  start(): Promise<void>;
  /** Settles once, when the program is over and its output was handed on, or when it is detached from. */
  readonly ended: Promise<TargetEnd>;
  /** Asks the program to end: `SIGTERM`. A program may refuse. */
  terminate(): void;
  /** Ends the session: a launched program is ended for good, an attached one is let go. Safe to call twice. */
  release(): Promise<void>;
}
