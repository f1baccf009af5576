/**
 * Which code is the runtime's, where a bundler has put it into one script with the user's: what the source map leads to
 * sources of the package, or, without one, what the program says of itself. Such a script has parts of both.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { RuntimeRange } from "../../protocol/index.js";
import type { Script } from "./scripts.js";
import type { Position } from "./sourcemaps.js";

const PACKAGE = "loopscope";

/** The sources of the package, and what is made of them, below its folder. */
const OF_RUNTIME = /^(.*)\/(?:src\/(?:runtime|protocol)|dist\/runtime)\/[^/].*$/s;

/** By folder: whether the package is there. */
const packages = new Map<string, boolean>();

/** Whether a source, a path or a URL, is the runtime's. What is on another machine's disk is known by its path. */
export function isRuntimeSource(source: string): boolean {
  const folder = OF_RUNTIME.exec(source.replaceAll("\\", "/"))?.[1];
  if (folder === undefined) return false;
  if (folder.endsWith(`/node_modules/${PACKAGE}`)) return true;
  let isPackage = packages.get(folder);
  if (isPackage === undefined) {
    isPackage = nameOf(folder) === PACKAGE;
    packages.set(folder, isPackage);
  }
  return isPackage;
}

function nameOf(folder: string): unknown {
  try {
    return (JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as { name?: unknown }).name;
  } catch {
    return undefined;
  }
}

/** A script with code of the runtime and of the user. */
export interface Bundle {
  readonly scriptId: string;
  /** Where it changes whose the code is, from 0; the code before the first of them is the user's. */
  changes(): readonly { readonly lineNumber: number; readonly columnNumber: number }[];
  /** Whether a place of it, from 1, is the runtime's. */
  isRuntime(place: Position): boolean;
}

/**
 * How much of a script that has the runtime in it is the runtime's: all of it, as in its package, some parts, or
 * undefined where nobody knows: all of it is shown then, as the user's own part could not be.
 */
export function extentOfRuntime(script: Script, range: RuntimeRange | undefined): "all" | Bundle | undefined {
  if (isRuntimeSource(script.path)) return "all";
  const sources = script.map?.sources ?? [];
  const own = sources.filter(isRuntimeSource).length;
  if (own > 0) return own === sources.length ? "all" : mappedBundle(script);
  return range !== undefined && isBefore(range.start, range.end) ? unmappedBundle(script, range) : undefined;
}

function mappedBundle(script: Script): Bundle {
  let changes: ReturnType<Bundle["changes"]> | undefined;
  return {
    scriptId: script.id,
    // Of a large map a look at all of it takes longer than a step may.
    changes: () => {
      changes ??= script.map?.changes(isRuntimeSource) ?? [];
      return changes;
    },
    isRuntime: (place) => {
      const original = script.map?.original(place);
      return original !== undefined && isRuntimeSource(original.source);
    },
  };
}

function unmappedBundle({ id }: Script, { start, end }: RuntimeRange): Bundle {
  return {
    scriptId: id,
    changes: () =>
      [start, end].map(({ line, column }) => ({ lineNumber: line - 1, columnNumber: column - 1 })),
    isRuntime: (place) => !isBefore(place, start) && isBefore(place, end),
  };
}

const isBefore = (place: Position, other: Position): boolean =>
  place.line < other.line || (place.line === other.line && place.column < other.column);
