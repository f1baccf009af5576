/** A real Node process with the preload, launched as the adapter does it. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { OWNER_VARIABLE, SESSION_FOLDER_VARIABLE } from "../../../src/protocol/index.js";
import { CdpClient } from "./cdp-client.js";

export const PRELOAD = fileURLToPath(new URL("../../../dist/preload.cjs", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A folder with the given files, removed by `dispose` with everything that was started in it. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), "ls-preload-"));
  readonly sessions = join(this.folder, "s");
  readonly #children: ChildProcess[] = [];

  constructor(files: Record<string, string>) {
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  sessionFiles(): string[] {
    return existsSync(this.sessions) ? readdirSync(this.sessions).sort() : [];
  }

  /** Starts node on a program of this folder. */
  start(
    args: readonly string[],
    env: Record<string, string> = {},
    flag = "--require",
  ): { child: ChildProcess; output(): string; errors(): string; ended: Promise<Ended> } {
    const child = spawn(process.execPath, [flag, PRELOAD, ...args], {
      cwd: this.folder,
      env: { PATH: process.env["PATH"] ?? "", [SESSION_FOLDER_VARIABLE]: this.sessions, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#children.push(child);
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    const ended = new Promise<Ended>((resolve) =>
      child.once("close", (code, signal) => resolve({ code, signal })),
    );
    return { child, output: () => output, errors: () => errors, ended };
  }

  /** Starts a program as its owner; it is held until `Loopscope.start`. */
  async launch(args: readonly string[], env: Record<string, string> = {}, flag?: string) {
    const path = join(this.folder, `o${this.#children.length}.sock`);
    const server = createServer();
    const connection = new Promise<CdpClient>((resolve) =>
      server.once("connection", (socket) => {
        server.close();
        resolve(new CdpClient(socket));
      }),
    );
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const program = this.start(args, { [OWNER_VARIABLE]: path, ...env }, flag);
    return { ...program, owner: await connection };
  }

  /** The socket that guests attach to, once it is announced. */
  async guest(pid: number | undefined): Promise<CdpClient> {
    await until(() => this.sessionFiles().includes(`${pid}.json`));
    return CdpClient.open(join(this.sessions, `${pid}.sock`));
  }

  dispose(): void {
    for (const child of this.#children) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Resolves when a condition that something outside of this process brings about holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
