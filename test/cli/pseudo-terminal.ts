/**
 * A command on a real terminal: `script` (util-linux) makes the pseudo-terminal, and a terminal emulator without a
 * window (@xterm/headless) reads what is written there, so that tests see the screen as a person would.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import xterm from "@xterm/headless";
import { until } from "./until.js";

export interface TerminalOptions {
  /** A folder for what is noted about the terminal. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly rows: number;
  readonly columns: number;
}

const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;

export class PseudoTerminal {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #emulator: InstanceType<typeof xterm.Terminal>;
  readonly #ended: Promise<number | null>;

  /** Starts a command; settings of the terminal are noted before and after it. */
  constructor(command: readonly string[], options: TerminalOptions) {
    const { folder, rows, columns } = options;
    this.#folder = folder;
    this.#emulator = new xterm.Terminal({ rows, cols: columns, allowProposedApi: true });
    const script = [
      `stty rows ${rows} cols ${columns}`,
      `tty > ${quoted(join(folder, "tty"))}`,
      `stty -a > ${quoted(join(folder, "before"))}`,
      command.map(quoted).join(" "),
      "code=$?",
      `stty -a > ${quoted(join(folder, "after"))}`,
      "exit $code",
    ].join("\n");
    this.#child = spawn("script", ["-qfec", script, "/dev/null"], {
      cwd: folder,
      env: { ...options.env, TERM: "xterm-256color", SHELL: "/bin/sh" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#child.stdout!.on("data", (bytes: Buffer) => this.#emulator.write(bytes));
    this.#ended = new Promise((resolve, reject) => {
      this.#child.once("error", reject);
      this.#child.once("close", resolve);
    });
  }

  /** The rows of the screen as they are now. */
  screen(): string[] {
    const buffer = this.#emulator.buffer.active;
    return Array.from(
      { length: this.#emulator.rows },
      (_, row) => buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? "",
    );
  }

  /** Whether a full-screen program has the terminal. */
  fullScreen(): boolean {
    return this.#emulator.buffer.active.type === "alternate";
  }

  /** Types characters, or the bytes of a key. */
  type(keys: string): void {
    this.#child.stdin!.write(keys);
  }

  /** Waits until the screen, as one text, matches. */
  async shows(pattern: RegExp): Promise<void> {
    try {
      await until(`the screen shows ${pattern}`, () => pattern.test(this.screen().join("\n")));
    } catch (error) {
      throw new Error(`${(error as Error).message}:\n${this.screen().join("\n")}`);
    }
  }

  /** Makes the terminal another size, as dragging its window does. */
  resize(rows: number, columns: number): void {
    this.#emulator.resize(columns, rows);
    const device = readFileSync(join(this.#folder, "tty"), "utf8").trim();
    execFileSync("stty", ["-F", device, "rows", String(rows), "cols", String(columns)]);
  }

  /** Settles with the command's exit code, when all that it wrote is on the screen. */
  async ended(): Promise<number | null> {
    const code = await this.#ended;
    await new Promise<void>((resolve) => this.#emulator.write("", resolve));
    return code;
  }

  /** Whether the terminal's settings (echo, line mode, …) are what they were before the command. */
  settingsRestored(): boolean {
    const [before, after] = ["before", "after"].map((name) => readFileSync(join(this.#folder, name), "utf8"));
    return before === after;
  }

  /** Ends the command, if it is there still. */
  async dispose(): Promise<void> {
    this.#child.kill("SIGHUP");
    await this.#ended;
    this.#emulator.dispose();
  }
}
