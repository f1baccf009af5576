/** What V8 is to step over. */
import type { CdpConnection } from "../cdp/connection.js";
import type { CodeOwnership } from "../sources/code-ownership.js";

export class Blackboxing {
  readonly #connection: CdpConnection;
  readonly #ownership: CodeOwnership;
  /** What V8 was told last. */
  #covered = "";

  constructor(connection: CdpConnection, ownership: CodeOwnership) {
    this.#connection = connection;
    this.#ownership = ownership;
  }

  /** Tells V8, if that is news. @param runtime whether to step over the runtime, too */
  async cover(runtime: boolean): Promise<void> {
    const patterns = this.#ownership.blackboxPatterns(runtime);
    const bundles = this.#ownership.blackboxedRanges(runtime);
    const covered = JSON.stringify([patterns, bundles]);
    if (covered === this.#covered) return;
    this.#covered = covered;
    await this.#connection.send("Debugger.setBlackboxPatterns", { patterns });
    for (const ranges of bundles) await this.#connection.send("Debugger.setBlackboxedRanges", ranges);
  }
}
