/** The terminal as a full-screen program uses it: entered, drawn, and restored however the process ends. */
import { writeSync } from "node:fs";
import { emitKeypressEvents } from "node:readline";
import type { Line } from "../text/line.js";
import type { Painter } from "../text/paint.js";
import type { Key } from "./state.js";
import type { Size } from "./view.js";

const ESC = "\u001b";

/** The alternate screen keeps the shell's text; no cursor; no wrapping, since every row is cut to fit. */
const ENTER = `${ESC}[?1049h${ESC}[?25l${ESC}[?7l${ESC}[2J`;
const LEAVE = `${ESC}[0m${ESC}[?7h${ESC}[?25h${ESC}[?1049l`;

/** Between these a terminal that can (DEC private mode 2026) shows nothing half drawn. */
const BEGIN_FRAME = `${ESC}[?2026h`;
const END_FRAME = `${ESC}[?2026l`;

/** What is taken when a terminal does not tell its size. */
const USUAL_SIZE: Size = { rows: 24, columns: 80 };

export interface TerminalListener {
  key(key: Key): void;
  /** The size changed, or the program came back from the background: everything must be drawn. */
  resized(): void;
}

export class Terminal {
  readonly #paint: Painter;
  readonly #listener: TerminalListener;
  #drawn: string[] = [];
  #entered = false;

  constructor(paint: Painter, listener: TerminalListener) {
    this.#paint = paint;
    this.#listener = listener;
  }

  /** Takes the screen and the keyboard. `leave` gives them back, and so does the end of the process. */
  enter(): void {
    if (this.#entered) return;
    this.#entered = true;
    const { stdin, stdout } = process;
    process.on("exit", this.#onExit);
    stdout.on("resize", this.#onResize);
    emitKeypressEvents(stdin);
    stdin.on("keypress", this.#onKey);
    this.#takeScreen();
    stdin.resume();
  }

  /** Gives the terminal back as it was; safe to repeat. */
  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    const { stdin, stdout } = process;
    stdin.off("keypress", this.#onKey);
    stdout.off("resize", this.#onResize);
    process.off("exit", this.#onExit);
    this.#giveScreenBack();
    stdin.pause();
  }

  size(): Size {
    const { rows, columns } = process.stdout;
    return { rows: rows || USUAL_SIZE.rows, columns: columns || USUAL_SIZE.columns };
  }

  /** Draws the rows that differ from what is on the screen. */
  draw(lines: readonly Line[]): void {
    if (!this.#entered) return;
    const rows = lines.map(this.#paint);
    let changes = "";
    rows.forEach((row, index) => {
      if (row !== this.#drawn[index]) changes += `${ESC}[${index + 1};1H${row}${ESC}[0m${ESC}[K`;
    });
    this.#drawn = rows;
    if (changes !== "") process.stdout.write(BEGIN_FRAME + changes + END_FRAME);
  }

  /** Forgets what is on the screen, so that the next `draw` draws it all. */
  clear(): void {
    this.#drawn = [];
    if (this.#entered) process.stdout.write(`${ESC}[2J`);
  }

  /** Hands the terminal to the shell until this process is continued. */
  suspend(): void {
    if (!this.#entered || process.platform === "win32") return;
    this.#giveScreenBack();
    process.once("SIGCONT", () => {
      if (!this.#entered) return;
      this.#takeScreen();
      this.#listener.resized();
    });
    process.kill(process.pid, "SIGTSTP");
  }

  #takeScreen(): void {
    process.stdin.setRawMode(true);
    process.stdout.write(ENTER);
    this.#drawn = [];
  }

  #giveScreenBack(): void {
    try {
      process.stdin.setRawMode(false);
      // Synchronously: the process may be about to end.
      writeSync(1, LEAVE);
    } catch {
      // The terminal is gone, with its window; there is nothing to restore.
    }
  }

  readonly #onExit = () => this.leave();

  readonly #onResize = () => {
    this.clear();
    this.#listener.resized();
  };

  readonly #onKey = (
    _text: string | undefined,
    key: { name?: string; ctrl?: boolean; shift?: boolean; sequence?: string },
  ) => {
    this.#listener.key({ name: key.name, ctrl: key.ctrl, shift: key.shift, sequence: key.sequence ?? "" });
  };
}
