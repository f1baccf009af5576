/** Which interpreter runs a Python program, and with what environment. */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { DEBUG_VARIABLES, type PythonLaunchArguments } from "../../protocol/index.js";
import { errors } from "../dap/errors.js";
import { INSTALLED_FOLDER } from "../sources/installation.js";
import { findExecutable } from "../target/executable.js";

const WINDOWS = process.platform === "win32";

export interface PythonPlan {
  readonly interpreter: string;
  /** Arguments of the interpreter: its own, the program, the program's. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment, for a child. */
  readonly env: NodeJS.ProcessEnv;
  /** What differs from our own environment, for a terminal. */
  readonly envChanges: Record<string, string | null>;
  /** Path of the program, or the module's name. */
  readonly name: string;
}

/** The folder that is put first in PYTHONPATH. @throws UserError when the installation is incomplete. */
export function bootFolder(): string {
  const folder = path.join(path.dirname(INSTALLED_FOLDER), "python", "boot");
  if (!existsSync(path.join(folder, "sitecustomize.py"))) throw errors.preloadMissing(folder);
  return folder;
}

/** The interpreter of a virtual environment. */
const inEnvironment = (folder: string): string =>
  WINDOWS ? path.join(folder, "Scripts", "python.exe") : path.join(folder, "bin", "python");

/** @throws UserError when there is none. */
export function findInterpreter(wanted: string | undefined, cwd: string, env: NodeJS.ProcessEnv): string {
  if (wanted !== undefined) {
    const found = findExecutable(wanted, cwd, env);
    if (found === undefined) throw errors.pythonMissing(wanted);
    return found;
  }
  const environments = [env.VIRTUAL_ENV, path.join(cwd, ".venv"), path.join(cwd, "venv")];
  const candidates = [
    ...environments
      .filter((folder) => folder !== undefined && folder !== "")
      .map((folder) => inEnvironment(folder!)),
    "python3",
    "python",
  ];
  for (const candidate of candidates) {
    const found = findExecutable(candidate, cwd, env);
    if (found !== undefined) return found;
  }
  throw errors.pythonMissing("python3");
}

/**
 * What to run.
 * @param agent variables by which the agent finds its adapter.
 * @throws UserError when the program, its folder or its interpreter is missing.
 */
export function planPython(args: PythonLaunchArguments, agent: Readonly<Record<string, string>>): PythonPlan {
  const cwd = args.cwd ?? process.cwd();
  if (!existsSync(cwd) || !statSync(cwd).isDirectory()) throw errors.cwdMissing(cwd);
  const program = args.program === undefined ? undefined : path.resolve(cwd, args.program);
  if (program !== undefined) {
    if (!existsSync(program)) throw errors.programMissing(program);
    if (!statSync(program).isFile()) throw errors.programNotFile(program);
  }
  const { env, envChanges } = environmentOf(args, agent);
  const interpreter = findInterpreter(args.python, cwd, env);
  const target = program === undefined ? ["-m", args.module!] : [program];
  return {
    interpreter,
    args: [...(args.pythonArgs ?? []), ...target, ...(args.args ?? [])],
    cwd,
    env,
    envChanges,
    name: program ?? args.module!,
  };
}

/** The environment of a watched program. */
export function environmentOf(
  args: Pick<PythonLaunchArguments, "env" | "debugMode">,
  agent: Readonly<Record<string, string>>,
): Pick<PythonPlan, "env" | "envChanges"> {
  const pythonPath =
    args.env?.PYTHONPATH === null ? undefined : (args.env?.PYTHONPATH ?? process.env.PYTHONPATH);
  const envChanges: Record<string, string | null> = {
    // Output through a pipe comes line by line then, as in a terminal.
    PYTHONUNBUFFERED: "1",
    PYTHONIOENCODING: "utf-8",
    ...args.env,
    ...(args.debugMode === true ? { [DEBUG_VARIABLES[1]]: "1" } : {}),
    PYTHONPATH: [bootFolder(), ...(pythonPath ? [pythonPath] : [])].join(path.delimiter),
    ...agent,
  };
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const [name, value] of Object.entries(envChanges)) {
    if (value === null) delete env[name];
    else env[name] = value;
  }
  return { env, envChanges };
}
