/** Where in the lines of a source V8 can stop: for clients that offer a breakpoint within a line. */
import { pathToFileURL } from "node:url";
import type { CdpConnection } from "../cdp/connection.js";
import type { Script, Scripts } from "../sources/scripts.js";
import type { Position } from "../sources/sourcemaps.js";

/** Lines count from 1; the last one is meant, too. */
export interface SourceRange {
  /** Real path. */
  readonly source: string;
  readonly line: number;
  readonly endLine: number;
}

export async function possiblePlaces(
  connection: CdpConnection,
  scripts: Scripts,
  range: SourceRange,
): Promise<readonly Position[]> {
  const url = pathToFileURL(range.source).href;
  const found = new Map<string, Position>();
  for (const script of [...scripts.all()]) {
    const isMapped = script.sourceMapUrl !== undefined && script.map?.sources.includes(range.source) === true;
    if (!isMapped && script.url !== url) continue;
    for (const { line, column } of await placesIn(connection, scripts, script, range, isMapped)) {
      if (line >= range.line && line <= range.endLine) found.set(`${line}:${column}`, { line, column });
    }
  }
  return [...found.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

async function placesIn(
  connection: CdpConnection,
  scripts: Scripts,
  script: Script,
  { source, line, endLine }: SourceRange,
  isMapped: boolean,
): Promise<readonly Position[]> {
  const begin = isMapped ? script.map?.generated(source, { line }) : { line, column: 1 };
  const end = isMapped
    ? script.map?.generated(source, { line: endLine + 1 })
    : { line: endLine + 1, column: 1 };
  if (begin === undefined) return [];
  const at = (position: Position) => ({
    scriptId: script.id,
    lineNumber: position.line - 1,
    columnNumber: position.column - 1,
  });
  const { locations } = await connection.send("Debugger.getPossibleBreakpoints", {
    start: at(begin),
    ...(end === undefined ? {} : { end: at(end) }),
  });
  return locations
    .map((location) => scripts.place(location))
    .map(({ line: l, column }) => ({ line: l, column }));
}
