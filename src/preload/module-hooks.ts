/** What Node's two kinds of module hooks, in the program's thread and in the hooks thread, have in common. */
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isTypeScript } from "./typescript-files.js";

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

/** Path of the importing file; undefined for one that is no file. */
export function parentPath(context: ResolveContext): string | undefined {
  return context.parentURL?.startsWith("file:") ? fileURLToPath(context.parentURL) : undefined;
}

/** Path of a TypeScript file, from its URL. */
export function typeScriptPath(url: string): string | undefined {
  if (!url.startsWith("file:")) return undefined;
  const path = fileURLToPath(url);
  return isTypeScript(path) ? path : undefined;
}

/** The runtime's copy that ships beside the preload. */
export function bundledRuntime(format: "module" | "commonjs"): string {
  return join(__dirname, "runtime", format === "commonjs" ? "index.cjs" : "index.mjs");
}

/** Whether an error says that the package `loopscope` was not found, rather than something that it imports. */
export function isMissingRuntime(specifier: string, error: unknown): boolean {
  if (specifier !== "loopscope" || !(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
}

/**
 * The runtime beside the preload, for a program that has no `loopscope` of its own.
 * @throws the error given, when it is about something else.
 */
export function runtimeFallback(specifier: string, context: ResolveContext, error: unknown): Resolved {
  if (!isMissingRuntime(specifier, error)) throw error;
  const path = bundledRuntime(context.conditions?.includes("require") ? "commonjs" : "module");
  return { url: pathToFileURL(path).href, shortCircuit: true };
}
