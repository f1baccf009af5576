/** What an example says of itself in the comment blocks at its end. */
export interface Expectations {
  /** Standard output, exactly. */
  readonly prints: string;
  /** Lines of standard error; `…` stands for any text. */
  readonly warns: readonly string[];
}

function block(source: string, title: string): string[] | null {
  const lines = source.split("\n");
  const start = lines.indexOf(`// ${title}:`);
  if (start === -1) return null;
  const content: string[] = [];
  for (const line of lines.slice(start + 1)) {
    if (!line.startsWith("//")) break;
    content.push(line.replace(/^\/\/ ?/, ""));
  }
  return content;
}

/**
 * Reads the blocks `// Prints:` and `// Warns:` of a program.
 * @throws Error when there is no `// Prints:` block.
 */
export function readExpectations(source: string): Expectations {
  const prints = block(source, "Prints");
  if (prints === null) throw new Error("no `// Prints:` block");
  return { prints: prints.map((line) => `${line}\n`).join(""), warns: block(source, "Warns") ?? [] };
}

/** Whether a line fits a pattern in which `…` stands for any text. */
export function matchesPattern(line: string, pattern: string): boolean {
  const literal = pattern.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`).test(line);
}
