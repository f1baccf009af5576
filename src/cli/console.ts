/** Where a command prints: stdout and stderr with their width and colour. */
import type { Line } from "./text/line.js";
import { cut, plain } from "./text/line.js";
import { painter, wantsColour } from "./text/paint.js";

export interface Console {
  /** Prints lines on stdout, cut to the terminal's width when it is one. */
  print(lines: readonly Line[]): void;
  /** Prints one JSON document on stdout. */
  printJson(value: unknown): void;
  /** Prints a sentence on stderr, after the program's name. */
  say(text: string): void;
  /** Both streams are terminals, and stdin is one too: keys can be read and a screen drawn. */
  readonly interactive: boolean;
  readonly cwd: string;
  /** Columns of stdout; without a terminal there is no limit. */
  columns(): number;
}

/** The console of this process. */
export function processConsole(): Console {
  const { stdout, stderr, stdin, env } = process;
  const paint = painter(wantsColour(env, stdout.isTTY === true));
  const paintError = painter(wantsColour(env, stderr.isTTY === true));
  const columns = () =>
    stdout.isTTY === true && stdout.columns > 0 ? stdout.columns : Number.POSITIVE_INFINITY;
  return {
    columns,
    print: (lines) => {
      const rows = lines.map((line) => paint(cut(line, columns())).trimEnd());
      if (rows.length > 0) stdout.write(`${rows.join("\n")}\n`);
    },
    printJson: (value) => {
      stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    say: (text) => {
      stderr.write(`${paintError([{ text: "loopscope: ", style: "dim" }])}${text}\n`);
    },
    interactive: stdout.isTTY === true && stdin.isTTY === true && env["TERM"] !== "dumb",
    cwd: process.cwd(),
  };
}

/** Lines as one text without colour. */
export function plainText(lines: readonly Line[]): string {
  return lines.map((line) => plain(line).trimEnd()).join("\n");
}
