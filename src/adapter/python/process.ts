/** The process of a Python program, as our child or in the client's terminal. */
import path from "node:path";
import type { Client } from "../dap/client.js";
import { errors } from "../dap/errors.js";
import { startChild } from "../target/child.js";
import { endProcess, isAlive, signal, untilGone } from "../target/process-end.js";
import { removeSessionFiles } from "../target/session-file.js";
import type { TargetEnd } from "../target/target.js";
import type { PythonPlan } from "./interpreter.js";

export interface PythonProcess {
  readonly pid: number | undefined;
  /** Settles once, when the program is over and its output was handed on. */
  readonly ended: Promise<TargetEnd>;
  /** Asks the program to end. */
  terminate(): void;
  /** Ends it for good. Safe to call twice. */
  release(): Promise<void>;
}

/** @throws UserError when it cannot be started. */
export async function startPython(plan: PythonPlan, client: Client): Promise<PythonProcess> {
  const child = await startChild({ ...plan, executable: plan.interpreter }, client);
  const { pid, exited } = child;
  return {
    pid,
    ended: child.ended.then((exitCode) => {
      removeSessionFiles(pid, plan.env);
      return { exitCode };
    }),
    terminate: () => void signal(pid, "SIGTERM", true),
    release: () => endProcess(pid, true, exited),
  };
}

/**
 * Starts it in the client's terminal. Nobody can tell its exit code there.
 * @param arrived resolves with its process id when its agent has come.
 */
export async function startPythonInTerminal(
  plan: PythonPlan,
  external: boolean,
  client: Client,
  arrived: Promise<number>,
): Promise<PythonProcess> {
  if (!client.canRunInTerminal) throw errors.noTerminal();
  await client.runInTerminal({
    kind: external ? "external" : "integrated",
    title: path.basename(plan.name),
    cwd: plan.cwd,
    args: [plan.interpreter, ...plan.args],
    env: plan.envChanges,
  });
  const pid = await arrived;
  const ended = untilGone(pid).then((): TargetEnd => {
    removeSessionFiles(pid, plan.env);
    return { exitCode: undefined };
  });
  return {
    pid,
    ended,
    terminate: () => void signal(pid, "SIGTERM", false),
    release: async () => {
      if (isAlive(pid)) await endProcess(pid, false, ended);
    },
  };
}
