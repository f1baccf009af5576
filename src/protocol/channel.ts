/** Names that are reached by string across a process or package boundary. A test pins each of them. */

/** Version of the agent's messages. It changes when an old adapter would misread a new agent. */
export const PROTOCOL_VERSION = 1;

/** `Symbol.for(…)` of the one registry in a process, shared by every copy of the runtime: see `AgentRegistry`. */
export const AGENT_SYMBOL = "loopscope.agent";

/** CDP binding through which the agent sends its batches, one JSON text a call. */
export const SEND_BINDING = "__loopscopeSend";

/** Environment variable with the path of the owner's socket; the preload reads and deletes it. */
export const OWNER_VARIABLE = "LOOPSCOPE_OWNER";

/**
 * Environment variable with the path of the socket on which a launched program's adapter takes its child processes.
 * They inherit it, and with it `NODE_OPTIONS` that load the preload.
 */
export const CHILDREN_VARIABLE = "LOOPSCOPE_CHILDREN";

/**
 * In a program that was attached to, and whose children ask the adapter at `address`: the key, for `Symbol.for`, of the
 * function on the global object that puts the program's environment back.
 */
export const childrenReturn = (address: string): string => `loopscope.children ${address}`;

/** Environment variable that turns debug mode on; CPython's own name is honoured too. */
export const DEBUG_VARIABLES = ["ASYNCIODEBUG", "PYTHONASYNCIODEBUG"] as const;

/**
 * Environment variable that names the folder of session sockets, for tests and unusual set-ups. By default it is
 * `loopscope-<uid>` in the system's temporary folder, of mode 0700; the socket of a process is `<pid>.sock` in it,
 * with `<pid>.json` (a `SessionFile`) beside it.
 */
export const SESSION_FOLDER_VARIABLE = "LOOPSCOPE_SESSIONS";

/** What `<pid>.json` in the session folder holds. */
export interface SessionFile {
  readonly version: number;
  readonly pid: number;
  readonly program: string;
  /** A socket path, or a pipe name on Windows. */
  readonly socket: string;
  readonly startedMs: number;
  /** A child process of a launched program: the debugger that comes first has it as its own, and its end is no end. */
  readonly child?: boolean;
  /** Absent: a Node program. A Python program's socket speaks the agent's messages directly. */
  readonly language?: "python";
}

/**
 * Methods of the bridge itself, beside CDP's, in the same newline-delimited JSON framing.
 * `Loopscope.start` lets the held main thread run. Notifications: `Loopscope.blocked`, `Loopscope.unblocked`, and to the
 * owner `Loopscope.guests`. On the socket for children, a child that is held says `Loopscope.child`; it runs when that
 * connection ends.
 */
export const BRIDGE = {
  start: "Loopscope.start",
  blocked: "Loopscope.blocked",
  unblocked: "Loopscope.unblocked",
  guests: "Loopscope.guests",
  child: "Loopscope.child",
} as const;

/** Parameters of `Loopscope.blocked`. */
export interface BlockedParams {
  /** Unix epoch, milliseconds: the start of the turn that has not ended. */
  readonly sinceMs: number;
}

/** Parameters of `Loopscope.guests`. */
export interface GuestsParams {
  /** How many other debuggers the program has now. */
  readonly count: number;
}

/** Parameters of `Loopscope.child`. */
export interface ChildParams {
  readonly pid: number;
  /** The script that it runs. */
  readonly program: string;
}
