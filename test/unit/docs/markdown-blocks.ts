/** The fenced code blocks of a Markdown text. */

export interface CodeBlock {
  /** The word after the fence: `ts`, `json`, `sh`, … */
  readonly language: string;
  readonly code: string;
  /** Where the block's code begins, counted from 1. */
  readonly line: number;
}

/** @throws Error when a fence is not closed. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { language: string; line: number; indent: string; rows: string[] } | undefined;
  for (const [index, row] of markdown.split("\n").entries()) {
    const fence = /^(\s*)```(\S*)/.exec(row);
    if (open === undefined) {
      if (fence !== null) open = { language: fence[2]!, line: index + 2, indent: fence[1]!, rows: [] };
    } else if (fence !== null) {
      blocks.push({ language: open.language, line: open.line, code: `${open.rows.join("\n")}\n` });
      open = undefined;
    } else {
      open.rows.push(row.startsWith(open.indent) ? row.slice(open.indent.length) : row);
    }
  }
  if (open !== undefined) throw new Error(`the code block at line ${open.line} does not end`);
  return blocks;
}
