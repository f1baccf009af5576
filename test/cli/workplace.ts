/** A user's folder for the tests of the terminal client: programs in it, and a session folder of its own. */
import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isAlive } from "../support/process-alive.js";
import { CliProcess } from "./cli-process.js";
import { until } from "./until.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The hanging example. */
export const ORDER_SERVICE = join(root, "examples/order-service.ts");

export class Workplace {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "loopscope-cli-")));
  readonly #sessions = join(this.folder, "sessions");
  readonly #started: CliProcess[] = [];

  constructor() {
    writeFileSync(join(this.folder, "package.json"), JSON.stringify({ type: "module" }));
    mkdirSync(join(this.folder, "node_modules"));
    symlinkSync(root, join(this.folder, "node_modules/loopscope"), "junction");
    mkdirSync(this.#sessions, { mode: 0o700 });
  }

  /** Writes a program, and answers its name. `loopscope` is imported as `asyncio` in front of it. */
  program(source: string, name = "program.ts"): string {
    writeFileSync(join(this.folder, name), `import * as asyncio from "loopscope";\n${source}`);
    return name;
  }

  /** Writes any file. */
  file(name: string, text: string): string {
    writeFileSync(join(this.folder, name), text);
    return name;
  }

  /** The environment of the commands: no colour unless asked for, and no sessions but the test's own. */
  environment(changes: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv {
    const env: NodeJS.ProcessEnv = { ...process.env, LOOPSCOPE_SESSIONS: this.#sessions };
    for (const name of ["NODE_OPTIONS", "NO_COLOR", "FORCE_COLOR", "ASYNCIODEBUG"]) delete env[name];
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) delete env[name];
      else env[name] = value;
    }
    return env;
  }

  /** Starts `loopscope` with these arguments. */
  start(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}): CliProcess {
    const started = new CliProcess(args, { cwd: this.folder, env: this.environment(env) });
    this.#started.push(started);
    return started;
  }

  /** Runs `loopscope` to its end. */
  run(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) {
    return this.start(args, env).result();
  }

  /** Starts a program that stays, and waits until its session can be attached to. Answers its process id. */
  async session(args: readonly string[]): Promise<{ cli: CliProcess; pid: number }> {
    const cli = this.start(["run", "--keep", ...args]);
    const [, pid] = await cli.stderrMatch(/runs as process (\d+)/);
    return { cli, pid: Number(pid) };
  }

  /** Ends what is left, and holds that nothing stays behind: no session file, no socket, no process. */
  async dispose(): Promise<void> {
    const pids = new Set<number>();
    for (const name of readdirSync(this.#sessions)) {
      const pid = /^(\d+)\./.exec(name)?.[1];
      if (pid !== undefined) pids.add(Number(pid));
    }
    await Promise.all(this.#started.map((cli) => cli.end()));
    await until("no session is left", () => readdirSync(this.#sessions).length === 0);
    for (const pid of pids) await until(`process ${pid} is gone`, () => !isAlive(pid));
    rmSync(this.folder, { recursive: true });
  }
}

/** Parses JSON that must be the whole text. */
export function json<T>(text: string): T {
  assert.notEqual(text.trim(), "", "nothing was printed");
  return JSON.parse(text) as T;
}
