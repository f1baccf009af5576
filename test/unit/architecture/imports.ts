/**
 * Finds the modules that a source text imports: static imports and re-exports, side-effect imports, `import()`, and
 * `require()`, each with a literal name. A scanner rather than a parser: it skips comments, and takes the words
 * `import`, `from` and `require` only where a string literal follows.
 */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** `import type` or `export type`: gone at run time. */
  readonly typeOnly: boolean;
}

/** Blanks out comments, keeping line breaks and everything inside of strings. */
export function withoutComments(source: string): string {
  const token = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return source.replace(token, (text) => (text.startsWith("/") ? text.replace(/[^\n]/g, " ") : text));
}

const forms = [
  // `import … from "x"`, `export … from "x"`
  /(?<![\w$.])(?:import|export)(?<type>\s+type\b)?[\w$\s{},*]*?\bfrom\s*["'](?<name>[^"']+)["']/g,
  // `import "x"`
  /(?<![\w$.])import\s*["'](?<name>[^"']+)["']/g,
  // `import("x")`, also as a type
  /(?<![\w$.])import\s*\(\s*["'](?<name>[^"']+)["']/g,
  // `require("x")`, `require.resolve("x")`
  /(?<![\w$.])require(?:\.resolve)?\s*\(\s*["'](?<name>[^"']+)["']/g,
];

/** The imports of a source text, by line. */
export function importsOf(source: string): Import[] {
  const code = withoutComments(source);
  const found: Import[] = [];
  for (const form of forms) {
    for (const match of code.matchAll(form)) {
      const specifier = match.groups?.name ?? "";
      const line = code.slice(0, match.index).split("\n").length;
      found.push({ specifier, line, typeOnly: match.groups?.type !== undefined });
    }
  }
  return found.sort((a, b) => a.line - b.line);
}
