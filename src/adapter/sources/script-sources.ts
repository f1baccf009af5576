/** The texts of scripts as V8 has them, read once each. */
import type { CdpConnection } from "../cdp/connection.js";
import type { Location } from "../cdp/types.js";

export class ScriptText {
  readonly text: string;
  readonly #lines: readonly number[];

  constructor(text: string) {
    this.text = text;
    const offsets = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) offsets.push(at + 1);
    this.#lines = offsets;
  }

  /** Offset of a place in the text. */
  offset({ lineNumber, columnNumber }: Location): number {
    return (this.#lines[lineNumber] ?? 0) + (columnNumber ?? 0);
  }
}

export class ScriptSources {
  readonly #connection: CdpConnection;
  readonly #texts = new Map<string, Promise<ScriptText>>();

  constructor(connection: CdpConnection) {
    this.#connection = connection;
  }

  get(scriptId: string): Promise<ScriptText> {
    let text = this.#texts.get(scriptId);
    if (text === undefined) {
      text = this.#connection
        .send("Debugger.getScriptSource", { scriptId })
        .then(({ scriptSource }) => new ScriptText(scriptSource));
      this.#texts.set(scriptId, text);
    }
    return text;
  }

  /** Whether a `debugger` statement is at this place: V8 gives a pause there no reason of its own. */
  async isDebuggerStatement(location: Location): Promise<boolean> {
    const source = await this.get(location.scriptId);
    return /^debugger\b/.test(source.text.slice(source.offset(location), source.offset(location) + 9));
  }
}
