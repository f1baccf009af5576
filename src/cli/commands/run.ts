import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { LaunchArguments } from "../../protocol/index.js";
import type { RunCommand } from "../arguments.js";
import type { Console } from "../console.js";
import { UserError } from "../errors.js";
import { runLive } from "../screen/run-live.js";
import { runPlain } from "./run-plain.js";

function launchArguments(command: RunCommand, console: Console): LaunchArguments {
  const cwd = resolve(console.cwd, command.cwd ?? ".");
  const program = resolve(console.cwd, command.program);
  const stats = statSync(program, { throwIfNoEntry: false });
  if (stats === undefined) throw new UserError(`There is no program ${program}; check its name.`);
  if (stats.isDirectory()) throw new UserError(`${program} is a folder; name the program's file in it.`);
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UserError(`There is no folder ${cwd} to run the program in.`);
  return {
    program,
    args: command.args,
    cwd,
    console: "internalConsole",
    ...(command.debugMode ? { debugMode: true } : {}),
    ...(program.toLowerCase().endsWith(".py")
      ? // Nobody is here who would stop it, so no debugger for Python is needed.
        { noDebug: true, ...(command.python === undefined ? {} : { python: command.python }) }
      : command.node === undefined
        ? {}
        : { runtimeExecutable: command.node }),
  };
}

/**
 * `loopscope run`: live on a terminal, otherwise its output and, in the end, what became of it.
 * @throws UserError when the program cannot be started.
 */
export function run(console: Console, command: RunCommand): Promise<number> {
  const args = launchArguments(command, console);
  return console.interactive && !command.plain && !command.json
    ? runLive(console, command, args)
    : runPlain(console, command, args);
}
