/** What the main thread hands to its bridge worker, and the memory that both look at. */

/** States of the link to the owner, in `BridgeData.link[LINK.state]`. They only ever grow. */
export const LINK_STATE = { connecting: 0, connected: 1, started: 2, failed: 3 } as const;

/** Places in `BridgeData.link`. `drained` becomes 1 when everything said before the exit is on its way. */
export const LINK = { state: 0, drained: 1, length: 2 } as const;

export interface BridgeData {
  /** Whom to connect to: the program's owner, or the adapter that takes the children of a program. */
  readonly role: "owned" | "child";
  /** The socket path or pipe name of it. */
  readonly address: string;
  /** Folder of the session sockets. */
  readonly folder: string;
  readonly pid: number;
  readonly program: string;
  /** Shared with the agent: see `HEARTBEAT` of the protocol. */
  readonly heartbeat: Float64Array;
  /** Shared with the main thread, which waits on it. */
  readonly link: Int32Array;
}

/** Message of the main thread to its worker: the program is about to exit, send what you have. */
export const DRAIN = "drain";
