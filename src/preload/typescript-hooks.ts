/**
 * Module hooks that make Node load TypeScript, and find `loopscope` beside this file where the program has none.
 *
 * One file serves both ways in: with `module.registerHooks` (Node 22.15) it runs in the program's own thread, with
 * `module.register` in Node's hooks thread. The WebAssembly compiler is bundled here alone, so that the preload
 * itself stays small.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isTypeScript, moduleFormat, resolveSource } from "./typescript-files.js";
import { transformTypeScript } from "./typescript-transform.js";

export interface ResolveContext {
  readonly conditions?: readonly string[];
  readonly parentURL?: string | undefined;
}

export interface Resolved {
  readonly url: string;
  readonly format?: string | null;
  readonly shortCircuit?: boolean;
}

export interface Loaded {
  readonly format: string;
  readonly source?: string;
  readonly shortCircuit?: boolean;
}

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

/** The runtime's copy that ships beside the preload. */
export function bundledRuntime(format: "import" | "require"): string {
  return join(__dirname, "runtime", format === "require" ? "index.cjs" : "index.mjs");
}

/** Whether an error says that the package `loopscope` was not found, rather than something that it imports. */
export function isMissingRuntime(specifier: string, error: unknown): boolean {
  if (specifier !== "loopscope" || !(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
}

function parentPath(context: ResolveContext): string | undefined {
  return context.parentURL?.startsWith("file:") ? fileURLToPath(context.parentURL) : undefined;
}

function fallback(specifier: string, context: ResolveContext, error: unknown): Resolved {
  if (!isMissingRuntime(specifier, error)) throw error;
  const path = bundledRuntime(context.conditions?.includes("require") ? "require" : "import");
  return { url: pathToFileURL(path).href, shortCircuit: true };
}

/** `resolve` for `module.registerHooks`. */
export function resolveSync(
  specifier: string,
  context: ResolveContext,
  nextResolve: (specifier: string, context: ResolveContext) => Resolved,
): Resolved {
  const found = resolveSource(specifier, parentPath(context));
  if (found !== undefined) return nextResolve(pathToFileURL(found).href, context);
  try {
    return nextResolve(specifier, context);
  } catch (error) {
    return fallback(specifier, context, error);
  }
}

/** `load` for `module.registerHooks`: it serves `import` and `require` alike. */
export function loadSync<C>(url: string, context: C, nextLoad: (url: string, context: C) => Loaded): Loaded {
  const path = sourcePath(url);
  if (path === undefined) return nextLoad(url, context);
  const { code, format } = compile(path);
  return { format, source: code, shortCircuit: true };
}

function sourcePath(url: string): string | undefined {
  if (!url.startsWith("file:")) return undefined;
  const path = fileURLToPath(url);
  return isTypeScript(path) ? path : undefined;
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
    return fallback(specifier, context, error);
  }
}

/** `load` for `module.register`. CommonJS is left to `require`, whose extensions the preload has extended. */
export async function load<C>(
  url: string,
  context: C,
  nextLoad: (url: string, context: C) => Promise<Loaded>,
): Promise<Loaded> {
  const path = sourcePath(url);
  if (path === undefined) return nextLoad(url, context);
  const { code, format } = compile(path);
  if (format === "commonjs") return { format, shortCircuit: true };
  return { format, source: code, shortCircuit: true };
}
