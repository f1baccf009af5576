/** The attributes of a debug configuration for a Python program. */
import type { PythonLaunchArguments } from "../../protocol/index.js";
import type { Arguments } from "../dap/arguments.js";
import { errors } from "../dap/errors.js";

/**
 * Options with which CPython ignores PYTHONPATH, so that the agent cannot be loaded: `-I`, `-E`, `-S`, `-BI`, … What
 * comes after a W or an X is a value.
 */
const ISOLATING = /^-[a-zA-VYZ]*[IES]/;
/** Options whose value is the next argument. */
const WITH_VALUE = new Set(["-X", "-W"]);

/** Whether a launch or attach is about a Python program. */
export function isPython(command: string, args: Arguments): boolean {
  if (command === "attach") return args.raw("language") === "python";
  const program = args.raw("program");
  if (typeof program === "string") return program.toLowerCase().endsWith(".py");
  return typeof args.raw("module") === "string";
}

/** @throws UserError that names the wrong attribute. */
export function pythonLaunchArguments(args: Arguments): PythonLaunchArguments {
  const program = args.optionalString("program");
  const module = args.optionalString("module");
  if (program === undefined && module === undefined) throw errors.missingArgument("program", "a text");
  const python = args.optionalString("python") ?? args.optionalString("runtimeExecutable");
  return Object.fromEntries(
    Object.entries({
      program,
      module: program === undefined ? module : undefined,
      python,
      pythonArgs: args.optionalStrings("pythonArgs") ?? args.optionalStrings("runtimeArgs"),
      args: args.optionalStrings("args"),
      cwd: args.optionalString("cwd"),
      env: args.optionalEnvironment("env"),
      console: args.optionalOneOf("console", ["internalConsole", "integratedTerminal", "externalTerminal"]),
      debugMode: args.optionalBoolean("debugMode"),
      noDebug: args.optionalBoolean("noDebug"),
      stopOnEntry: args.optionalBoolean("stopOnEntry"),
      justMyCode: args.optionalBoolean("justMyCode"),
    }).filter(([, value]) => value !== undefined),
  ) as unknown as PythonLaunchArguments;
}

/** The option that keeps the agent out of the interpreter; undefined when none does. */
export function isolatingOption(pythonArgs: readonly string[]): string | undefined {
  return pythonArgs.find(
    (option, index) => ISOLATING.test(option) && !WITH_VALUE.has(pythonArgs[index - 1] ?? ""),
  );
}
