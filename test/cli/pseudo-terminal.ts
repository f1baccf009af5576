/**
 * A command on a real terminal: `script` (util-linux) makes the pseudo-terminal, and a terminal emulator without a
 * window (@xterm/headless) reads what is written there, so that tests see the screen as a person would.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { until } from "./until.js";

// A CommonJS package, whose default export depends on who loads the importing file.
const { Terminal } = createRequire(import.meta.url)("@xterm/headless") as typeof import("@xterm/headless");

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
  readonly #emulator: InstanceType<typeof Terminal>;
  readonly #ended: Promise<number | null>;

  /** Starts a command; settings of the terminal are noted before and after it. */
  constructor(command: readonly string[], options: TerminalOptions) {
    const { folder, rows, columns } = options;
    this.#folder = folder;
    this.#emulator = new Terminal({ rows, cols: columns, allowProposedApi: true });
    const script = [
      `stty rows ${rows} cols ${columns}`,
      `tty > ${quoted(join(folder, "tty"))}`,
      `stty -a > ${quoted(join(folder, "before"))}`,
      // The shell makes place for the command, whose process id it has noted.
      ["sh", "-c", 'echo $$ > pid; exec "$@"', "sh", ...command].map(quoted).join(" "),
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

  /** Sends a signal to the command itself. */
  signal(name: NodeJS.Signals): void {
    process.kill(Number(readFileSync(join(this.#folder, "pid"), "utf8")), name);
  }

  /** Whether the terminal's settings (echo, line mode, …) are what they were before the command. */
  settingsRestored(): boolean {
    // The size is the terminal's own, and not the command's to restore.
    const [before, after] = ["before", "after"].map((name) =>
      readFileSync(join(this.#folder, name), "utf8").replace(/rows \d+; columns \d+;/, ""),
    );
    return before === after;
  }

  /** Closes the terminal, as closing its window does, and with it the command if it is there still. */
  async dispose(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
    this.#emulator.dispose();
  }
}
