/** The stop at a program's first line. */
import type { CdpConnection } from "../cdp/connection.js";
import type { PausedParams } from "../cdp/types.js";

export class EntryBreakpoint {
  readonly #connection: CdpConnection;
  #breakpointId: string | undefined;

  constructor(connection: CdpConnection) {
    this.#connection = connection;
  }

  /** Stops, once, at the first line of a script that is still to be loaded. */
  async set(url: string): Promise<void> {
    const { breakpointId } = await this.#connection.send("Debugger.setBreakpointByUrl", {
      url,
      lineNumber: 0,
    });
    this.#breakpointId = breakpointId;
  }

  isHit({ hitBreakpoints = [] }: PausedParams): boolean {
    return this.#breakpointId !== undefined && hitBreakpoints.includes(this.#breakpointId);
  }

  /** Whether the pause is this stop, which is over then. */
  take(params: PausedParams): boolean {
    const breakpointId = this.#breakpointId;
    if (breakpointId === undefined || !this.isHit(params)) return false;
    this.#breakpointId = undefined;
    this.#connection.send("Debugger.removeBreakpoint", { breakpointId }).catch(() => {});
    return true;
  }
}
