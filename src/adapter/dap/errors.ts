/**
 * Every error that a user can see, numbered: the one place for their wording.
 * A client shows `message`; the number makes a report searchable.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  /** Stable number of the kind of error, sent as DAP's `Message.id`. */
  readonly id: number;
  /** Whether a client is to trouble its user with it. */
  readonly isShown: boolean;

  constructor(id: number, message: string, isShown = true) {
    super(message);
    this.id = id;
    this.isShown = isShown;
  }
}

const error = (id: number, message: string): UserError => new UserError(id, message);

/** The factories. Requests and arguments: 90xx. Starting: 91xx. The running program: 92xx. Tasks: 93xx. */
export const errors = {
  unknownRequest: (command: string) => error(9001, `Unknown request '${command}'.`),
  wrongArgument: (name: string, expected: string, got: string) =>
    error(9002, `Argument '${name}' must be ${expected}, not ${got}.`),
  missingArgument: (name: string, expected: string) =>
    error(9003, `Argument '${name}' is missing: it must be ${expected}.`),
  argumentsNotObject: (command: string) => error(9004, `The arguments of '${command}' must be an object.`),
  pathFormat: () => error(9005, "Only native paths are supported ('pathFormat': 'path')."),
  internal: (detail: string) => error(9006, `The debug adapter failed: ${detail}`),
  outOfOrder: (command: string, need: string) => error(9007, `'${command}' is not possible now: ${need}.`),

  programMissing: (path: string) => error(9101, `The program '${path}' does not exist.`),
  programNotFile: (path: string) => error(9102, `The program '${path}' is not a file.`),
  programKind: (path: string) =>
    error(
      9103,
      `Cannot tell how to run '${path}': .ts, .mts, .cts, .js, .mjs, .cjs and .py programs are supported.`,
    ),
  runtimeMissing: (name: string) =>
    error(
      9104,
      `Cannot find '${name}', which runs the program: install Node.js 20 or later, or set 'runtimeExecutable'.`,
    ),
  cwdMissing: (path: string) => error(9105, `The working directory '${path}' does not exist.`),
  startFailed: (detail: string) => error(9106, `The program could not be started: ${detail}`),
  noTerminal: () =>
    error(9107, "This client cannot run programs in a terminal: use 'console': 'internalConsole'."),
  terminalFailed: (detail: string) => error(9108, `The terminal could not be opened: ${detail}`),
  notReached: (detail: string) => error(9109, `The debugger could not reach the program: ${detail}`),
  attachNothing: () => error(9110, "Attaching needs a 'port' or a 'processId'."),
  attachLoopback: (address: string) =>
    error(9111, `'${address}' is not this machine: attaching works on the loopback interface only.`),
  attachNoProcess: (pid: number) => error(9112, `There is no process ${pid}, or it may not be signalled.`),
  attachNoInspector: (pid: number) =>
    error(
      9113,
      `Process ${pid} did not open its inspector: is it a Node.js program, and is its inspector's port (9229) free?`,
    ),
  attachPort: (port: number, detail: string) =>
    error(9114, `Nothing that can be debugged answers on port ${port}: ${detail}`),
  attachOther: (port: number, pid: number) =>
    error(9115, `Port ${port} belongs to another program, not to process ${pid}.`),
  attachNoWorker: (id: number) => error(9118, `The program has no worker thread ${id}.`),
  alreadyStarted: () => error(9116, "This session has a program already."),
  preloadMissing: (path: string) => error(9117, `The installation is incomplete: '${path}' is missing.`),
  pythonMissing: (name: string) =>
    error(
      9118,
      `Cannot find '${name}', which runs the program: install CPython 3.9 or later, or set 'python' to an interpreter.`,
    ),
  attachNoPython: (pid: number, why: string) =>
    error(
      9119,
      `Process ${pid} is a Python program that was started without the agent, which cannot be brought into it: ${why}. Start it with 'loopscope run', or with PYTHONPATH=<loopscope>/python/boot and LOOPSCOPE_PYTHON_ARM=1.`,
    ),
  attachNotNode: (pid: number, name: string) =>
    error(
      9120,
      `Process ${pid} (${name}) is neither a Node.js program nor a Python program: nothing was sent to it.`,
    ),

  noProgram: () => error(9201, "No program is being debugged."),
  programEnded: () => error(9202, "The program has ended."),
  unresponsive: (seconds: number) =>
    error(
      9203,
      `The program did not answer within ${seconds} s: it is inside a native call that cannot be interrupted, such as Atomics.wait or execSync.`,
    ),
  notStopped: () => error(9204, "The program is running: stop it first."),
  unknownThread: (id: number) => error(9205, `There is no thread ${id}.`),
  unknownFrame: (id: number) =>
    error(9206, `There is no stack frame ${id}; frames are valid until the program goes on.`),
  unknownVariables: (id: number) =>
    error(9207, `There are no variables ${id}; they are valid until the program goes on.`),
  unknownSource: (id: number) => error(9208, `There is no source ${id}.`),
  evaluation: (text: string) => error(9209, text),
  cannotSet: (name: string, why: string) => error(9210, `'${name}' cannot be set: ${why}.`),
  cannotRestart: (detail?: string) =>
    error(
      9213,
      `This frame cannot be restarted: V8 restarts plain functions only, not coroutines, async functions, or what one of these is above of${detail === undefined ? "" : ` (${detail})`}.`,
    ),
  frozenStep: (name: string) => error(9214, `Task '${name}' is frozen, so it takes no step: thaw it first.`),
  endedTask: (name: string) => error(9215, `Task '${name}' has ended.`),
  stepOvertaken: () =>
    new UserError(9216, "The program stopped elsewhere before this step could begin.", false),
  wentOn: () => new UserError(9217, "The program went on before this could be answered.", false),
  otherTaskStep: () => error(9211, "Only the task that is stopped can be stepped."),
  noException: () => error(9212, "The program did not stop at an exception."),

  noAgent: () => error(9301, "The program has not loaded loopscope, so it has no asyncio tasks."),
  noPythonAgent: () => error(9305, "The program has not imported asyncio, so it has no tasks."),
  unresponsivePython: (seconds: number) =>
    error(
      9306,
      `The program did not answer within ${seconds} s: it is inside native code that holds the interpreter's lock.`,
    ),
  needsDebugpy: (what: string, interpreter: string) =>
    error(
      9307,
      `${what} needs debugpy, which '${interpreter}' does not have: ${interpreter} -m pip install debugpy`,
    ),
  attachedPython: (what: string) =>
    error(
      9308,
      `${what} needs a debugger in the program. It was attached to by its process id: its tasks, stacks and locals are shown, and tasks can be cancelled.`,
    ),
  parentSession: (what: string) =>
    error(9309, `${what} is for the session of the Python debugger, which this one is below.`),
  loopBusy: (seconds: number) =>
    error(9310, `The event loop did not come to it within ${seconds} s: one of its callbacks blocks it.`),
  unknownTask: (id: number) => error(9302, `There is no task ${id}.`),
  agentRefused: (text: string) => error(9303, text),
  agentMalformed: (text: string) => error(9304, `The program sent a malformed message: ${text}`),
} as const;
