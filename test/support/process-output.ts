import type { ChildProcess } from "node:child_process";

/** What a child process writes, to both of its streams, and waiting for it. */
export class ProcessOutput {
  #text = "";
  readonly #looks = new Set<() => void>();

  constructor({ stdout, stderr }: ChildProcess) {
    for (const stream of [stdout, stderr]) {
      stream?.on("data", (chunk) => {
        this.#text += chunk;
        for (const look of this.#looks) look();
      });
    }
  }

  get text(): string {
    return this.#text;
  }

  /** Resolves when the whole output, or what comes behind so many characters of it, fits. @returns what was found */
  until(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = pattern.exec(this.#text.slice(from));
        if (found === null) return;
        this.#looks.delete(look);
        resolve(found);
      };
      this.#looks.add(look);
      look();
    });
  }

  /** The port of the inspector that has been opened in it. */
  async inspectorPort(): Promise<number> {
    return Number((await this.until(/ws:\/\/127\.0\.0\.1:(\d+)/))[1]);
  }
}
