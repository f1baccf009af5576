/** The attributes of a debug configuration, read from what the client sent. */
import type { AttachArguments, LaunchArguments } from "../../protocol/index.js";
import type { Arguments } from "../dap/arguments.js";
import { errors } from "../dap/errors.js";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Leaves out what was not set, for `exactOptionalPropertyTypes`. */
function present<T extends object>(values: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

/** @throws UserError that names the wrong attribute. */
export function launchArguments(args: Arguments): LaunchArguments {
  return present<Writable<LaunchArguments>>({
    program: args.string("program"),
    args: args.optionalStrings("args"),
    cwd: args.optionalString("cwd"),
    env: args.optionalEnvironment("env"),
    runtimeExecutable: args.optionalString("runtimeExecutable"),
    runtimeArgs: args.optionalStrings("runtimeArgs"),
    console: args.optionalOneOf("console", ["internalConsole", "integratedTerminal", "externalTerminal"]),
    stopOnEntry: args.optionalBoolean("stopOnEntry"),
    noDebug: args.optionalBoolean("noDebug"),
    debugMode: args.optionalBoolean("debugMode"),
    autoAttachChildProcesses: args.optionalBoolean("autoAttachChildProcesses"),
    sourceMaps: args.optionalBoolean("sourceMaps"),
    skipFiles: args.optionalStrings("skipFiles"),
    attachWorkers: args.optionalBoolean("attachWorkers"),
  });
}

/** @throws UserError that names the wrong attribute. */
export function attachArguments(args: Arguments): AttachArguments {
  const processId = args.raw("processId");
  // VS Code's process picker gives a text.
  const isText = typeof processId === "string" && /^\d+$/.test(processId);
  return present<Writable<AttachArguments>>({
    processId: isText ? Number(processId) : args.optionalInteger("processId"),
    port: portOf(args.optionalInteger("port")),
    workerId: args.optionalInteger("workerId"),
    address: args.optionalString("address"),
    autoAttachChildProcesses: args.optionalBoolean("autoAttachChildProcesses"),
    cwd: args.optionalString("cwd"),
    debugMode: args.optionalBoolean("debugMode"),
    sourceMaps: args.optionalBoolean("sourceMaps"),
    skipFiles: args.optionalStrings("skipFiles"),
    attachWorkers: args.optionalBoolean("attachWorkers"),
  });
}

function portOf(port: number | undefined): number | undefined {
  if (port !== undefined && (port < 1 || port > 65_535)) {
    throw errors.wrongArgument("port", "a number from 1 to 65535", String(port));
  }
  return port;
}
