/** Renders results as a Markdown table, and judges them by their goals. */

/** A line of the table. */
export interface Row {
  readonly benchmark: string;
  readonly what: string;
  /** As measured, with its unit. */
  readonly measured: string;
  /** Compared with what, by which factor. */
  readonly ratio?: string;
  readonly goal?: string;
  readonly met?: boolean;
}

const columns = ["Benchmark", "What", "Measured", "Ratio", "Goal", "Met"] as const;

/** The rows as a Markdown table. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.benchmark,
    row.what,
    row.measured,
    row.ratio ?? "",
    row.goal ?? "",
    row.met === undefined ? "" : row.met ? "yes" : "**no**",
  ]);
  const all = [[...columns], ...cells];
  const widths = columns.map((_, column) => Math.max(...all.map((line) => line[column]!.length)));
  const render = (line: readonly string[]): string =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return [render(all[0]!), rule, ...all.slice(1).map(render)].join("\n");
}
