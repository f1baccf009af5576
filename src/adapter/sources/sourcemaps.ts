/** Source maps: from a generated position to the source's, and back. Lines and columns count from 1. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  allGeneratedPositionsFor,
  decodedMappings,
  LEAST_UPPER_BOUND,
  originalPositionFor,
  sourceContentFor,
  TraceMap,
} from "@jridgewell/trace-mapping";

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface SourcePosition extends Position {
  /** File path, or a URL for what is not a file. */
  readonly source: string;
}

/** How far a breakpoint on a line without code moves down, in lines. */
const MOVE_LIMIT_LINES = 20;

/** A file URL becomes a path; anything else stays as it is. */
export function pathOrUrl(url: string): string {
  if (!url.startsWith("file:")) return url;
  try {
    return fileURLToPath(url);
  } catch {
    return url;
  }
}

/** The address of a script that is named by its path (as CommonJS modules name themselves) or its URL. */
export const urlOf = (pathOrAddress: string): string =>
  path.isAbsolute(pathOrAddress) ? pathToFileURL(pathOrAddress).href : pathOrAddress;

export class SourceMap {
  readonly #map: TraceMap;
  /** Sources as file paths or URLs, in the map's order. */
  readonly sources: readonly string[];

  constructor(map: TraceMap) {
    this.#map = map;
    this.sources = map.resolvedSources.map(pathOrUrl);
  }

  /** Where a generated position comes from; undefined when the map does not say. */
  original(generated: Position): SourcePosition | undefined {
    const needle = { line: generated.line, column: generated.column - 1 };
    let found = originalPositionFor(this.#map, needle);
    if (found.source === null) found = originalPositionFor(this.#map, { ...needle, bias: LEAST_UPPER_BOUND });
    if (found.source === null) return undefined;
    return { source: pathOrUrl(found.source), line: found.line, column: found.column + 1 };
  }

  /**
   * Where code of a source line begins in the generated script, or of the next line that has any.
   * `source` is one of `sources`.
   */
  generated(source: string, wanted: { line: number; column?: number }): Position | undefined {
    const index = this.sources.indexOf(source);
    const name = this.#map.sources[index];
    if (name === undefined || name === null) return undefined;
    for (let moved = 0; moved <= MOVE_LIMIT_LINES; moved++) {
      const found = allGeneratedPositionsFor(this.#map, {
        source: name,
        line: wanted.line + moved,
        column: moved === 0 ? (wanted.column ?? 1) - 1 : 0,
        bias: LEAST_UPPER_BOUND,
      });
      let first: Position | undefined;
      for (const { line, column } of found) {
        if (line === null) continue;
        const earlier =
          first === undefined || line < first.line || (line === first.line && column + 1 < first.column);
        if (earlier) first = { line, column: column + 1 };
      }
      if (first !== undefined) return first;
    }
    return undefined;
  }

  /**
   * Where in the generated script it changes whether code is of sources that `belongs` accepts; the code before the first
   * change is of others. What the map does not mention is of what is before it. Counted from 0, as V8 does.
   */
  changes(belongs: (source: string) => boolean): { lineNumber: number; columnNumber: number }[] {
    const wanted = this.sources.map(belongs);
    const found: { lineNumber: number; columnNumber: number }[] = [];
    for (const [lineNumber, segments] of decodedMappings(this.#map).entries()) {
      for (const [columnNumber, source] of segments) {
        // After an even number of changes the code is of others.
        if (source === undefined || wanted[source] === (found.length % 2 === 1)) continue;
        found.push({ lineNumber, columnNumber });
      }
    }
    return found;
  }

  /** The text of a source as the map carries it. */
  content(source: string): string | undefined {
    const name = this.#map.sources[this.sources.indexOf(source)];
    return (name && sourceContentFor(this.#map, name)) ?? undefined;
  }
}

function readMapText(scriptUrl: string, sourceMapUrl: string): { text: string; base: string } | undefined {
  if (sourceMapUrl.startsWith("data:")) {
    const comma = sourceMapUrl.indexOf(",");
    const data = sourceMapUrl.slice(comma + 1);
    const base64 = sourceMapUrl.slice(0, comma).endsWith(";base64");
    return {
      text: base64 ? Buffer.from(data, "base64").toString("utf8") : decodeURIComponent(data),
      base: scriptUrl,
    };
  }
  const base = new URL(sourceMapUrl, urlOf(scriptUrl));
  // Maps are read from disk only: a debugger has no business on the network.
  if (base.protocol !== "file:") return undefined;
  return { text: readFileSync(fileURLToPath(base), "utf8"), base: base.href };
}

/** Reads the map of a script; undefined when it is missing or broken, which is no error: the script is shown as it is. */
export function loadSourceMap(scriptUrl: string, sourceMapUrl: string): SourceMap | undefined {
  try {
    const found = readMapText(scriptUrl, sourceMapUrl);
    if (found === undefined) return undefined;
    // Some tools write the old XSSI guard in front.
    const text = found.text.startsWith(")]}") ? found.text.slice(found.text.indexOf("\n") + 1) : found.text;
    return new SourceMap(new TraceMap(text, found.base));
  } catch {
    return undefined;
  }
}
