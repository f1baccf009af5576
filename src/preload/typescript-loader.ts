/**
 * Installs the TypeScript loader into the thread that it is called in.
 *
 * Node 22.15 and later has synchronous hooks for `import` and `require` both; they come before Node's own type
 * stripping, so the two cannot clash. Before that, `module.register` (Node 20.6) covers `import`, and CommonJS is
 * covered by `require.extensions`. An entry point that is an ES module but has no extension that Node knows would
 * be run as CommonJS: it is imported instead.
 */
import { existsSync, readFileSync, writeSync } from "node:fs";
import * as nodeModule from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  bundledRuntime,
  isMissingRuntime,
  type Loaded,
  parentPath,
  type ResolveContext,
  type Resolved,
  runtimeFallback,
  typeScriptPath,
} from "./module-hooks.js";
import { isTypeScript, resolveSource } from "./typescript-files.js";
import type * as Hooks from "./typescript-hooks.js";

/** Parts of Node's module loader that are not in its types: long-standing, and what pirates and tsx build on. */
interface ModuleInternals {
  registerHooks?(hooks: { resolve: typeof resolveSync; load: typeof loadSync }): void;
  register?(url: string): void;
  runMain(main?: string): void;
  _extensions: Record<string, (module: CommonJsModule, path: string) => void>;
  _resolveFilename(
    specifier: string,
    parent: { filename?: string | null } | null,
    ...rest: unknown[]
  ): string;
}

interface CommonJsModule {
  _compile(code: string, path: string, format?: string): void;
}

/** Exit code of a process whose main module awaits something that nothing can settle: Node's own. */
const UNSETTLED_TOP_LEVEL_AWAIT = 13;

const internals = ((nodeModule as { default?: unknown }).default ?? nodeModule) as ModuleInternals;

let hooks: typeof Hooks | undefined;

function hooksFile(): string {
  return join(__dirname, "typescript-hooks.cjs");
}

/** Loaded at first need: it contains the compiler. */
function loadedHooks(): typeof Hooks {
  hooks ??= require(hooksFile()) as typeof Hooks;
  return hooks;
}

/** Installs the loader. @throws Error on a Node older than 20.6, when the program is in TypeScript. */
export function installTypeScriptLoader(): void {
  const main = process.argv[1];
  // A map exists only for files that could not be merely stripped; it must be known before they are compiled.
  if (main !== undefined && isTypeScript(main)) process.setSourceMapsEnabled(true);
  if (internals.registerHooks) {
    internals.registerHooks({ resolve: resolveSync, load: loadSync });
    // Node 22 does not ask its hooks what a CommonJS module requires that was itself imported.
    extendResolution();
    return;
  }
  if (!internals.register) {
    if (main !== undefined && isTypeScript(main)) {
      throw new Error(`loopscope needs Node 20.6 or later to run TypeScript; this is ${process.version}`);
    }
    return;
  }
  internals.register(pathToFileURL(hooksFile()).href);
  extendRequire();
  importModuleMain();
}

/** Serves `import` and `require` alike. */
function resolveSync(
  specifier: string,
  context: ResolveContext,
  nextResolve: (specifier: string, context: ResolveContext) => Resolved,
): Resolved {
  const found = resolveSource(specifier, parentPath(context));
  // The next one would not do: for `require`, it knows no URLs.
  if (found !== undefined) return { url: pathToFileURL(found).href, shortCircuit: true };
  try {
    return nextResolve(specifier, context);
  } catch (error) {
    return runtimeFallback(specifier, context, error);
  }
}

function loadSync<C>(url: string, context: C, nextLoad: (url: string, context: C) => Loaded): Loaded {
  const path = typeScriptPath(url);
  if (path === undefined) return nextLoad(url, context);
  const { code, format } = loadedHooks().compile(path);
  return { format, source: code, shortCircuit: true };
}

function extendRequire(): void {
  for (const extension of [".ts", ".mts", ".cts"]) {
    internals._extensions[extension] = (module, path) => {
      const { code, format } = loadedHooks().compile(path);
      if (format === "module") throw requireOfModule(path);
      module._compile(code, path);
    };
  }
  extendResolution();
}

/** Has `require` find what TypeScript programs write. */
function extendResolution(): void {
  const resolveFilename = internals._resolveFilename;
  internals._resolveFilename = function (specifier, parent, ...rest) {
    const found = resolveSource(specifier, parent?.filename ?? undefined);
    if (found !== undefined) return found;
    try {
      return resolveFilename.call(this, specifier, parent, ...rest);
    } catch (error) {
      if (!isMissingRuntime(specifier, error)) throw error;
      return bundledRuntime("commonjs");
    }
  };
}

function requireOfModule(path: string): Error {
  const error: NodeJS.ErrnoException = new Error(
    `require() of ES Module ${path} not supported. Instead change the require to a dynamic import().`,
  );
  error.code = "ERR_REQUIRE_ESM";
  return error;
}

function importModuleMain(): void {
  const runMain = internals.runMain;
  internals.runMain = function (main = process.argv[1]) {
    if (main === undefined || !isTypeScript(main) || !existsSync(main) || formatOfMain(main) !== "module") {
      runMain.call(this, main);
      return;
    }
    const unsettled = (): void => {
      process.exitCode ??= UNSETTLED_TOP_LEVEL_AWAIT;
    };
    process.once("exit", unsettled);
    // Any other rejection is left unhandled on purpose: Node prints it and exits with 1, as for any main module.
    void import(pathToFileURL(main).href)
      .catch((error: unknown) => {
        if (error instanceof SyntaxError && error.stack?.startsWith(`${main}:`)) endWithSyntaxError(error);
        throw error;
      })
      .finally(() => process.removeListener("exit", unsettled));
  };
}

/** What a module that stands at the beginning of a line begins with. `import x = require()` is CommonJS. */
const MODULE_STATEMENT =
  /^(?:import\s*["'{*]|import\s+(?!type\b)[\w$]+\s*(?:,|from\b)|export\s+(?!type\b|=))/m;

/**
 * The main module's format. Compiling it here, and again in the hooks thread, takes a while, so where it shows by its
 * first words it is not compiled. Taking a CommonJS program for a module by mistake is harmless: it is imported.
 */
function formatOfMain(main: string): Hooks.Compiled["format"] {
  if (MODULE_STATEMENT.test(readFileSync(main, "utf8"))) return "module";
  try {
    return loadedHooks().formatOf(main);
  } catch (error) {
    return endWithSyntaxError(error);
  }
}

/** A program that cannot be compiled ends with nothing but its own error on the screen. */
function endWithSyntaxError(error: unknown): never {
  writeSync(2, `${error instanceof Error ? error.stack : String(error)}\n\nNode.js ${process.version}\n`);
  process.exit(1);
}
