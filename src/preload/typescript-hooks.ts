/**
 * The TypeScript compiler, and the module hooks of Node's hooks thread (`module.register`).
 *
 * The WebAssembly compiler is bundled here alone, so that the preload itself stays small; it loads this file when it
 * meets the first TypeScript file.
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
  type Loaded,
  parentPath,
  type ResolveContext,
  type Resolved,
  runtimeFallback,
  typeScriptPath,
} from "./module-hooks.js";
import { moduleFormat, resolveSource } from "./typescript-files.js";
import { transformTypeScript } from "./typescript-transform.js";

/** A TypeScript file made ready to run. */
export interface Compiled {
  readonly code: string;
  readonly format: "module" | "commonjs";
}

/** Reads and compiles a TypeScript file. @throws SyntaxError that shows the place. */
export function compile(path: string): Compiled {
  const code = transformed(path);
  return { code, format: moduleFormat(path, () => code) };
}

/** The module format of a TypeScript file; compiles it only if its syntax must decide. */
export function formatOf(path: string): Compiled["format"] {
  return moduleFormat(path, () => transformed(path));
}

function transformed(path: string): string {
  return transformTypeScript(readFileSync(path, "utf8"), path);
}

/** `resolve` for `module.register`. */
export async function resolve(
  specifier: string,
  context: ResolveContext,
  nextResolve: (specifier: string, context: ResolveContext) => Promise<Resolved>,
): Promise<Resolved> {
  const found = resolveSource(specifier, parentPath(context));
  if (found !== undefined) specifier = pathToFileURL(found).href;
  try {
    const resolved = await nextResolve(specifier, context);
    return resolved;
  } catch (error) {
    return runtimeFallback(specifier, context, error);
  }
}

/** `load` for `module.register`. CommonJS is left to `require`, whose extensions the preload has extended. */
export async function load<C>(
  url: string,
  context: C,
  nextLoad: (url: string, context: C) => Promise<Loaded>,
): Promise<Loaded> {
  const path = typeScriptPath(url);
  if (path === undefined) return nextLoad(url, context);
  const { code, format } = compile(path);
  if (format === "commonjs") return { format, shortCircuit: true };
  return { format, source: code, shortCircuit: true };
}
