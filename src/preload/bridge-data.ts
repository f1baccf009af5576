/** What the main thread hands to its bridge worker, and the memory that both look at. */

/** States of the link to the owner, in `BridgeData.link[LINK.state]`. They only ever grow. */
export const LINK_STATE = { connecting: 0, connected: 1, started: 2, failed: 3 } as const;

/** Places in `BridgeData.link`. `drained` becomes 1 when everything said before the exit is on its way. */
export const LINK = { state: 0, drained: 1, length: 2 } as const;

/** Whom to connect to first, and the socket path or pipe name of it. */
export type BridgeRole =
  /** The program's owner, or the adapter that takes the children of a program. */
  | { readonly role: "owned" | "child"; readonly address: string }
  /** Nobody: the program runs already, and debuggers that attach say where they are. */
  | { readonly role: "attached" };

export type BridgeData = BridgeRole & {
  /** Folder of the session sockets. */
  readonly folder: string;
  readonly pid: number;
  readonly program: string;
  /** Shared with the agent: see `HEARTBEAT` of the protocol. */
  readonly heartbeat: Float64Array;
  /** Shared with the main thread, which waits on it. */
  readonly link: Int32Array;
};

/** The program is about to exit: send what you have. */
export const DRAIN = "drain";

/** What the main thread says to its worker: to drain, or the address of a debugger that wants to attach. */
export type BridgeMessage = typeof DRAIN | { readonly address: string };
