/**
 * TypeScript source to JavaScript, with nothing but erasure where erasure is enough.
 *
 * Strip-only mode replaces types by spaces, so lines and columns of the running code are those of the file and no
 * source map is needed. What cannot be erased (enums, namespaces, parameter properties, `import x = require()`) falls
 * back to the transform mode, with an inline map. So do files that import a type without saying `type`: stripping
 * would keep the import, and fail when the module is linked; tsc and tsx drop it.
 */
import type * as Swc from "@swc/wasm-typescript";

/** What `@swc/wasm-typescript` throws: a plain object. Lines count from 1, columns from 0. */
interface SwcFailure {
  readonly code: "InvalidSyntax" | "UnsupportedSyntax" | (string & {});
  readonly message: string;
  readonly snippet?: string;
  readonly startLine?: number;
  readonly startColumn?: number;
}

let swc: typeof Swc | undefined;

/** Loads the WebAssembly module at first use: a program without TypeScript does not pay the 40 ms. */
function compiler(): typeof Swc {
  swc ??= require("@swc/wasm-typescript") as typeof Swc;
  return swc;
}

function isFailure(error: unknown): error is SwcFailure {
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

/** A SyntaxError that shows the place as Node does: `file:line:column`, the lines, and a caret. */
function syntaxError(failure: SwcFailure, path: string): SyntaxError {
  const place = `${path}:${failure.startLine ?? 1}:${(failure.startColumn ?? 0) + 1}`;
  const error = new SyntaxError(failure.message);
  const snippet = failure.snippet === undefined ? "" : `${failure.snippet.trimEnd()}\n\n`;
  error.stack = `${place}\n${snippet}SyntaxError: ${failure.message}\n    at ${place}`;
  return error;
}

const IMPORT_CLAUSE = /^[ \t]*import\s+([^"'();]+?)\s+from\s*["']/gm;

/** The local names that the import declarations of a JavaScript source bind. Finds too many rather than too few. */
function importedNames(code: string): Set<string> {
  const names = new Set<string>();
  for (const [, clause] of code.matchAll(IMPORT_CLAUSE)) {
    for (const part of (clause ?? "").replace(/[{}]/g, ",").split(",")) {
      const name = part
        .trim()
        .split(/\s+as\s+/)
        .at(-1);
      if (name) names.add(name);
    }
  }
  return names;
}

function transformed(source: string, path: string): string {
  const { code, map } = compiler().transformSync(source, {
    mode: "transform",
    sourceMap: true,
    filename: path,
    transform: { nativeClassProperties: true },
  });
  if (map === undefined) return code;
  const inline = Buffer.from(withAbsoluteSource(map, path)).toString("base64");
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${inline}`;
}

/** swc names the source by its last component only; a debugger wants the file. */
function withAbsoluteSource(map: string, path: string): string {
  return JSON.stringify({ ...(JSON.parse(map) as object), sources: [path] });
}

/**
 * Turns the text of a .ts, .mts or .cts file into JavaScript.
 * @throws SyntaxError whose stack begins with `path:line:column` and the lines concerned.
 */
export function transformTypeScript(source: string, path: string): string {
  try {
    let stripped: string;
    try {
      stripped = compiler().transformSync(source, { mode: "strip-only", filename: path }).code;
    } catch (error) {
      if (!isFailure(error) || error.code !== "UnsupportedSyntax") throw error;
      return transformed(source, path);
    }
    const names = importedNames(stripped);
    if (names.size === 0) return stripped;
    const whole = transformed(source, path);
    const kept = importedNames(whole);
    return [...names].every((name) => kept.has(name)) ? stripped : whole;
  } catch (error) {
    throw isFailure(error) && !(error instanceof Error) ? syntaxError(error, path) : error;
  }
}
