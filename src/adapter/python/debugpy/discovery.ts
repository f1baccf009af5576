/** Whether an interpreter has debugpy, its own or one that the client brings. */
import { execFile } from "node:child_process";
import path from "node:path";
import type { PythonPlan } from "../interpreter.js";

const ANSWER_TIMEOUT_MS = 20_000;

export interface FoundDebugpy {
  readonly version: string;
  /** The environment in which the interpreter finds it. */
  readonly env: NodeJS.ProcessEnv;
}

/** @param folder where a debugpy lies that serves when the interpreter has none: that of the Python extension. */
export async function findDebugpy(
  plan: PythonPlan,
  folder: string | undefined,
): Promise<FoundDebugpy | undefined> {
  const own = withoutAgent(plan.env);
  const candidates = [own];
  if (folder !== undefined) {
    const rest = own.PYTHONPATH ? [own.PYTHONPATH] : [];
    candidates.push({ ...own, PYTHONPATH: [folder, ...rest].join(path.delimiter) });
  }
  for (const env of candidates) {
    const version = await ask(plan.interpreter, env);
    if (version !== undefined) return { version, env };
  }
  return undefined;
}

/** The program's environment without what arms the agent: debugpy's own processes are not to be watched. */
function withoutAgent(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const plain: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(env))
    if (!name.startsWith("LOOPSCOPE_PYTHON_")) plain[name] = value;
  const [, ...rest] = (plain.PYTHONPATH ?? "").split(path.delimiter);
  plain.PYTHONPATH = rest.join(path.delimiter);
  if (plain.PYTHONPATH === "") delete plain.PYTHONPATH;
  // A frozen standard library makes pydevd complain; it works all the same.
  plain.PYDEVD_DISABLE_FILE_VALIDATION = "1";
  return plain;
}

function ask(interpreter: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const code = "import debugpy.adapter, debugpy; print(debugpy.__version__)";
  return new Promise((resolve) => {
    execFile(interpreter, ["-c", code], { env, timeout: ANSWER_TIMEOUT_MS }, (error, stdout) => {
      resolve(error === null && stdout.trim() !== "" ? stdout.trim() : undefined);
    });
  });
}
