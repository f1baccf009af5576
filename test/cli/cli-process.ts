/** The terminal client as a real process: its arguments, what it prints, how it ends. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const CLI = fileURLToPath(new URL("../../dist/cli.mjs", import.meta.url));

export interface CliResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export class CliProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<CliResult>;
  readonly #watchers = new Set<() => void>();
  #over = false;
  stdout = "";
  stderr = "";

  constructor(args: readonly string[], options: CliOptions) {
    this.#child = spawn(process.execPath, [CLI, ...args], { ...options, stdio: ["pipe", "pipe", "pipe"] });
    this.#child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
      this.#look();
    });
    this.#child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
      this.#look();
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once("close", (code) => {
        this.#over = true;
        this.#look();
        resolve({ code, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** Settles when it has ended and all its output is here. */
  result(): Promise<CliResult> {
    return this.#ended;
  }

  /** Waits for its standard output to match. @throws Error when it ends without. */
  stdoutMatch(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    return this.#match(() => this.stdout.slice(from), pattern);
  }

  /** Waits for its standard error to match. @throws Error when it ends without. */
  stderrMatch(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#match(() => this.stderr, pattern);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Reads no more of its output, as `| head` does. */
  closeOutput(): void {
    this.#child.stdout!.destroy();
  }

  /** Ends it as Ctrl-C does. */
  async end(): Promise<void> {
    if (!this.#over) this.#child.kill("SIGINT");
    await this.#ended;
  }

  #look(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  #match(text: () => string, pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const watcher = () => {
        const match = pattern.exec(text());
        if (match === null && !this.#over) return;
        this.#watchers.delete(watcher);
        if (match !== null) resolve(match);
        else reject(new Error(`it ended without ${pattern}:\n${this.stdout}\n${this.stderr}`));
      };
      this.#watchers.add(watcher);
      watcher();
    });
  }
}
