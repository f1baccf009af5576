/** Files by the names that the client uses: a symbolic link on the way makes them differ from what the program loads. */
import { realpathSync } from "node:fs";
import path from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";

export class SourceNames {
  readonly #byRealPath = new Map<string, string>();
  #references = 0;

  /** A number for a source that is on no disk; never the same one twice in a session. */
  nextReference(): number {
    return ++this.#references;
  }

  /** The real path of a file that the client named; its answers will use the client's name. */
  resolve(clientPath: string): string {
    const absolute = path.resolve(clientPath);
    let real = absolute;
    try {
      real = realpathSync(absolute);
    } catch {
      // It does not exist (yet): its name is all there is.
    }
    if (real !== absolute) this.#byRealPath.set(real, absolute);
    return real;
  }

  /** A file as the client names it. */
  source(realPath: string): DebugProtocol.Source {
    const shown = this.#byRealPath.get(realPath) ?? realPath;
    return { name: path.basename(shown), path: shown };
  }
}
