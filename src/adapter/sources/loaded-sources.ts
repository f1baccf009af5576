/** The sources that the program has loaded, as they are told to the client: each once. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Client } from "../dap/client.js";
import { isRuntimeSource } from "./runtime-sources.js";
import type { Script, Scripts } from "./scripts.js";

const key = ({ path, sourceReference }: DebugProtocol.Source): string => path ?? `#${sourceReference}`;

export class LoadedSources {
  readonly #scripts: Scripts;
  readonly #client: Client;
  readonly #isMachinery: (script: Script) => boolean;
  readonly #byKey = new Map<string, DebugProtocol.Source>();

  constructor(scripts: Scripts, client: Client, isMachinery: (script: Script) => boolean) {
    this.#scripts = scripts;
    this.#isMachinery = isMachinery;
    this.#client = client;
  }

  /**
   * A script was loaded. Those of Node, the debugger and the runtime, and what has no address, are no sources of the
   * user's. The runtime is loaded before its agent can say so: it is known by its place, and its map is not read.
   */
  add(script: Script): void {
    if (script.url === "" || script.url.startsWith("wasm:") || isRuntimeSource(script.path)) return;
    if (this.#isMachinery(script)) return;
    for (const source of this.#scripts.sourcesOf(script)) {
      if (this.#byKey.has(key(source)) || isRuntimeSource(source.path ?? source.name ?? "")) continue;
      this.#byKey.set(key(source), source);
      this.#client.send("loadedSource", { reason: "new", source });
    }
  }

  list(): readonly DebugProtocol.Source[] {
    return [...this.#byKey.values()];
  }

  /** The program is gone, and another takes its place. */
  forget(): void {
    for (const source of this.#byKey.values()) {
      this.#client.send("loadedSource", { reason: "removed", source });
    }
    this.#byKey.clear();
  }
}
