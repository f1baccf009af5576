/** The scripts that the program has loaded: what V8's locations mean in files of the user. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { CdpConnection } from "../cdp/connection.js";
import type { Location, ScriptParsed } from "../cdp/types.js";
import { errors } from "../dap/errors.js";
import { INTERNAL_URL } from "./debugger-scripts.js";
import type { SourceNames } from "./source-names.js";
import { loadSourceMap, type Position, pathOrUrl, type SourceMap, urlOf } from "./sourcemaps.js";

/** Scripts without an address are what `eval` makes, and the debugger's evaluations: a running program may make millions. */
const NAMELESS_LIMIT_SCRIPTS = 2_000;

/** A loaded script. Its map is read when first asked for. */
export class Script {
  readonly id: string;
  readonly url: string;
  readonly sourceMapUrl: string | undefined;
  /** File path, or the URL of what is not a file. */
  readonly path: string;
  #map: SourceMap | undefined | null = null;

  constructor(parsed: ScriptParsed, useSourceMap: boolean) {
    this.id = parsed.scriptId;
    this.url = parsed.url;
    this.path = pathOrUrl(parsed.url);
    this.sourceMapUrl = useSourceMap && parsed.sourceMapURL ? parsed.sourceMapURL : undefined;
  }

  get map(): SourceMap | undefined {
    if (this.#map === null) {
      this.#map = this.sourceMapUrl === undefined ? undefined : loadSourceMap(this.url, this.sourceMapUrl);
    }
    return this.#map;
  }
}

/** A place in a source, 1-based, with the source as DAP names it. */
export interface Place extends Position {
  readonly source: DebugProtocol.Source;
}

export class Scripts {
  readonly #connection: CdpConnection;
  readonly #useSourceMaps: boolean;
  readonly #byId = new Map<string, Script>();
  readonly #byUrl = new Map<string, Script>();
  /** Ids of scripts without an address, oldest first. */
  readonly #nameless = new Set<string>();
  readonly #names: SourceNames;
  /** Contents that are on no disk, by source reference. */
  readonly #contents = new Map<number, { key: string; read: () => Promise<string> }>();
  readonly #references = new Map<string, number>();

  constructor(connection: CdpConnection, names: SourceNames, useSourceMaps: boolean) {
    this.#names = names;
    this.#connection = connection;
    this.#useSourceMaps = useSourceMaps;
  }

  /** Undefined for what is the debugger's own. */
  add(parsed: ScriptParsed): Script | undefined {
    if (parsed.url === INTERNAL_URL) return undefined;
    const script = new Script(parsed, this.#useSourceMaps);
    this.#byId.set(script.id, script);
    if (script.url !== "") {
      this.#byUrl.set(script.url, script);
      return script;
    }
    this.#nameless.add(script.id);
    for (const oldest of this.#nameless) {
      if (this.#nameless.size <= NAMELESS_LIMIT_SCRIPTS) break;
      this.#nameless.delete(oldest);
      this.#byId.delete(oldest);
    }
    return script;
  }

  get(id: string): Script | undefined {
    return this.#byId.get(id);
  }

  /** The script with this address. */
  at(url: string): Script | undefined {
    return this.#byUrl.get(url);
  }

  all(): Iterable<Script> {
    return this.#byUrl.values();
  }

  /** What a V8 location is in the user's sources. */
  place(location: Location): Place {
    const position = { line: location.lineNumber + 1, column: (location.columnNumber ?? 0) + 1 };
    const script = this.#byId.get(location.scriptId);
    if (script === undefined) return { source: { name: "unknown" }, ...position };
    return this.#placeIn(script, position);
  }

  /** What a place of a loaded script, named by path or URL, is in the user's sources. */
  placeOf(site: { readonly path: string; readonly line: number; readonly column: number }): Place {
    const script = this.#byUrl.get(urlOf(site.path));
    if (script === undefined) {
      return { source: this.#names.source(pathOrUrl(site.path)), line: site.line, column: site.column };
    }
    return this.#placeIn(script, site);
  }

  /** The sources that went into a script: its own file when it has no source map. */
  sourcesOf(script: Script): readonly DebugProtocol.Source[] {
    const mapped = script.map?.sources ?? [];
    if (mapped.length > 0) return mapped.map((source) => this.#mappedSource(script, source));
    const start = { line: 1, column: 1 };
    return [this.#placeIn(script, start).source];
  }

  /** The text behind a source reference. @throws UserError for an unknown one. */
  async content(reference: number): Promise<string> {
    const entry = this.#contents.get(reference);
    if (entry === undefined) throw errors.unknownSource(reference);
    return entry.read();
  }

  #placeIn(script: Script, position: Position): Place {
    const original = script.map?.original(position);
    if (original === undefined) {
      const isFile = path.isAbsolute(script.path);
      const source = isFile
        ? this.#names.source(script.path)
        : this.#virtual(script.path, () => this.#scriptSource(script.id));
      return { source, line: position.line, column: position.column };
    }
    const { source, line, column } = original;
    return { source: this.#mappedSource(script, source), line, column };
  }

  #mappedSource(script: Script, source: string): DebugProtocol.Source {
    const onDisk = path.isAbsolute(source) && (source === script.path || existsSync(source));
    const content = onDisk ? undefined : script.map?.content(source);
    return content === undefined ? this.#names.source(source) : this.#virtual(source, async () => content);
  }

  #virtual(key: string, read: () => Promise<string>): DebugProtocol.Source {
    let reference = this.#references.get(key);
    if (reference === undefined) {
      reference = this.#names.nextReference();
      this.#references.set(key, reference);
      this.#contents.set(reference, { key, read });
    }
    const internal = key.startsWith("node:");
    return {
      name: key === "" ? "eval" : key,
      sourceReference: reference,
      ...(internal ? { presentationHint: "deemphasize" as const } : {}),
    };
  }

  async #scriptSource(scriptId: string): Promise<string> {
    return (await this.#connection.send("Debugger.getScriptSource", { scriptId })).scriptSource;
  }
}
