/**
 * Which code is the runtime's, where a bundler has put it into one script with the user's: what the source map leads to
 * sources of the package. Such a script has parts of both.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Script } from "./scripts.js";

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

/**
 * How much of a script that has the runtime in it is the runtime's: all of it, as in its package, some parts, or, in a
 * bundle without a source map, nobody knows.
 */
export function extentOfRuntime(script: Script): "all" | "parts" | "unknown" {
  if (isRuntimeSource(script.path)) return "all";
  const sources = script.map?.sources ?? [];
  const own = sources.filter(isRuntimeSource).length;
  if (own === 0) return "unknown";
  return own === sources.length ? "all" : "parts";
}
