/** Which file a specifier means, and whether a TypeScript file is an ES module or CommonJS. */
import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { compileFunction } from "node:vm";

const TYPESCRIPT = /\.[cm]?ts$/;
const DECLARATION = /\.d\.[cm]?ts$/;
const PROGRAM_EXTENSIONS = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"] as const;

/** Whether a path or URL names a TypeScript file that can run. */
export function isTypeScript(path: string): boolean {
  return TYPESCRIPT.test(path) && !DECLARATION.test(path);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The files that a specifier may stand for when there is no file of that very name, the likeliest first. */
function candidates(path: string): string[] {
  const written = /\.([cm]?)js$/.exec(path);
  if (written) return [`${path.slice(0, -written[0].length)}.${written[1]}ts`];
  if (TYPESCRIPT.test(path)) return [];
  return [
    ...PROGRAM_EXTENSIONS.map((extension) => path + extension),
    ...PROGRAM_EXTENSIONS.map((extension) => join(path, `index${extension}`)),
  ];
}

/** The path that a relative or absolute specifier (or `file:` URL) denotes as written; undefined for a package. */
function writtenPath(specifier: string, parent: string | undefined): string | undefined {
  if (specifier.startsWith("file:")) return fileURLToPath(specifier);
  if (/^\.{0,2}\//.test(specifier) || specifier === "." || specifier === "..") {
    return resolve(parent === undefined ? "." : dirname(parent), specifier);
  }
  return undefined;
}

/**
 * Resolves what TypeScript programs write: `./x.js` for x.ts, `./x` for x.ts or x/index.ts.
 * @param parent path of the importing file.
 * @returns a path, or undefined when the file as written exists, or it is none of this module's business.
 */
export function resolveSource(specifier: string, parent: string | undefined): string | undefined {
  if (parent?.includes(`${sep}node_modules${sep}`)) return undefined;
  let path: string | undefined;
  try {
    path = writtenPath(specifier, parent);
  } catch {
    return undefined; // a file: URL that is none
  }
  if (path === undefined || isFile(path)) return undefined;
  return candidates(path).find(isFile);
}

const packageTypes = new Map<string, string | undefined>();

/** `type` of the package that a folder belongs to. */
function packageType(folder: string): string | undefined {
  if (packageTypes.has(folder)) return packageTypes.get(folder);
  let type: string | undefined;
  try {
    const text = readFileSync(join(folder, "package.json"), "utf8");
    const found: unknown = JSON.parse(text);
    const value = typeof found === "object" && found !== null && "type" in found ? found.type : undefined;
    type = typeof value === "string" ? value : "none";
  } catch {
    const above = dirname(folder);
    type = above === folder || folder.endsWith(`${sep}node_modules`) ? undefined : packageType(above);
  }
  packageTypes.set(folder, type);
  return type;
}

/** Whether V8 refuses the code as a script for something that only a module may contain. Node asks it the same way. */
function hasModuleSyntax(code: string): boolean {
  try {
    compileFunction(code, ["exports", "require", "module", "__filename", "__dirname"]);
    return false;
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    return /Cannot use import statement|Unexpected token 'export'|Cannot use 'import\.meta'|await is only valid in async functions and the top level/.test(
      message,
    );
  }
}

/**
 * The module format of a TypeScript file: by its extension, else by the package's `type`, else by its syntax.
 * @param code gives the file's JavaScript; asked for only when nothing else decides.
 */
export function moduleFormat(path: string, code: () => string): "module" | "commonjs" {
  if (path.endsWith(".mts")) return "module";
  if (path.endsWith(".cts")) return "commonjs";
  const type = packageType(dirname(path));
  if (type === "module" || type === "commonjs") return type;
  return hasModuleSyntax(code()) ? "module" : "commonjs";
}
