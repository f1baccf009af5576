/** A program as our child: in a process group of its own, with its output handed on. */
import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "../dap/client.js";
import { errors } from "../dap/errors.js";
import { forwardOutput } from "../dap/output.js";

/** Output still in the pipes when a program has ended is waited for this long: a child may hold them open. */
const LAST_OUTPUT_MS = 1_000;

export interface ChildPlan {
  readonly executable: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface Child {
  readonly pid: number;
  /** The exit code, as soon as the process is over: 128 and the number of the signal that killed it. */
  readonly exited: Promise<number>;
  /** The same, once its output was handed on. */
  readonly ended: Promise<number>;
  isRunning(): boolean;
}

/** @throws UserError when it cannot be started. */
export async function startChild(plan: ChildPlan, client: Client): Promise<Child> {
  const child = spawn(plan.executable, plan.args, {
    cwd: plan.cwd,
    env: plan.env,
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, so that what the program starts ends with it.
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error) => reject(errors.startFailed(error.message)));
  });
  const exited = new Promise<number>((resolve) => {
    child.once("exit", (code, name) => resolve(code ?? 128 + (name === null ? 0 : constants.signals[name])));
  });
  const output = Promise.all([
    forwardOutput(child.stdout!, "stdout", client),
    forwardOutput(child.stderr!, "stderr", client),
  ]);
  const ended = exited.then(async (exitCode) => {
    await Promise.race([output, quietFor(child, LAST_OUTPUT_MS)]);
    child.stdout?.destroy();
    child.stderr?.destroy();
    return exitCode;
  });
  return {
    pid: child.pid!,
    exited,
    ended,
    isRunning: () => child.exitCode === null && child.signalCode === null,
  };
}

/** Resolves when nothing has come out of an ended child's pipes for a while. */
async function quietFor(child: ChildProcess, durationMs: number): Promise<void> {
  let active = true;
  const note = (): void => {
    active = true;
  };
  child.stdout?.on("data", note);
  child.stderr?.on("data", note);
  while (active || child.stdout?.isPaused() || child.stderr?.isPaused()) {
    active = false;
    await delay(durationMs);
  }
}
