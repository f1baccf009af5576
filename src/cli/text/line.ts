/** Text on its way to a terminal: segments with a role, so that width is counted and colour is added in one place. */
import stringWidth from "string-width";

export type Style =
  | "selected"
  | "dim"
  | "strong"
  | "name"
  | "running"
  | "good"
  | "warning"
  | "error"
  | "key"
  | "place";

export interface Segment {
  readonly text: string;
  readonly style?: Style;
}

/** One row. It never contains a line break or another control character: see `printable`. */
export type Line = readonly Segment[];

/** A segment of the given role. */
export function segment(text: string, style?: Style): Segment {
  return style === undefined ? { text } : { text, style };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/**
 * Makes text of the program (task names, labels, values) safe to show: a control character becomes its visible
 * picture (`␛`), so that a task's name can neither move the cursor nor break the line.
 */
export function printable(text: string): string {
  return text.replace(CONTROL, (character) => {
    const code = character.codePointAt(0)!;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return code === 0x7f ? "␡" : "�";
  });
}

/** The line without its roles. */
export function plain(line: Line): string {
  return line.map((part) => part.text).join("");
}

/** Columns that the line takes on a terminal: wide characters and emoji take two. */
export function columnsOf(line: Line): number {
  return line.reduce((columns, part) => columns + stringWidth(part.text), 0);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Cuts a line that is too wide, with `…` as its last column. */
export function cut(line: Line, columns: number): Line {
  if (columnsOf(line) <= columns) return line;
  if (columns <= 0) return [];
  const kept: Segment[] = [];
  let left = columns - 1;
  for (const part of line) {
    const width = stringWidth(part.text);
    if (width <= left) {
      kept.push(part);
      left -= width;
      continue;
    }
    let text = "";
    for (const { segment: character } of graphemes.segment(part.text)) {
      const characterWidth = stringWidth(character);
      if (characterWidth > left) break;
      text += character;
      left -= characterWidth;
    }
    kept.push({ ...part, text: `${text}…` });
    return kept;
  }
  return kept;
}

/** Fills a line with spaces up to the given columns. */
export function pad(line: Line, columns: number): Line {
  const missing = columns - columnsOf(line);
  return missing > 0 ? [...line, segment(" ".repeat(missing))] : line;
}

/** Breaks plain text into rows of at most `columns`, at spaces where there are some. */
export function wrap(text: string, columns: number): string[] {
  const width = Math.max(1, columns);
  const rows: string[] = [];
  let row = "";
  let rowWidth = 0;
  const flush = () => {
    rows.push(row.trimEnd());
    row = "";
    rowWidth = 0;
  };
  for (const word of text.match(/\S+\s*|\s+/g) ?? [""]) {
    if (rowWidth > 0 && rowWidth + stringWidth(word.trimEnd()) > width) flush();
    for (const { segment: character } of graphemes.segment(word)) {
      const characterWidth = stringWidth(character);
      if (rowWidth + characterWidth > width) {
        if (character.trim() === "") continue;
        flush();
      }
      row += character;
      rowWidth += characterWidth;
    }
  }
  if (row.trim() !== "" || rows.length === 0) flush();
  return rows;
}
