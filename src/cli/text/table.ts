import { columnsOf, type Line, pad, segment } from "./line.js";

const GAP = 2;

/** Lays cells out in columns, each as wide as its widest cell; the last column is not padded. */
export function tableLines(header: readonly string[], rows: readonly (readonly Line[])[]): Line[] {
  const head = header.map((title): Line => [segment(title, "dim")]);
  const widths = head.map((cell, column) =>
    Math.max(columnsOf(cell), ...rows.map((row) => columnsOf(row[column] ?? []))),
  );
  return [head, ...rows].map((row) =>
    row.flatMap((cell, column) =>
      column === row.length - 1 ? cell : pad(cell, (widths[column] ?? 0) + GAP),
    ),
  );
}
