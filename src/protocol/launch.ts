/** Attributes of a debug configuration of type `asyncio`. `package.json` documents them for launch.json. */

interface CommonArguments {
  /** Debug mode of asyncio from the start, as `ASYNCIODEBUG=1`. Off by default. */
  readonly debugMode?: boolean;
  /** Use source maps (default true). */
  readonly sourceMaps?: boolean;
  /** Globs of scripts to step over; one that begins with `!` takes scripts out again, Node's own and the runtime's too. */
  readonly skipFiles?: readonly string[];
  /** A session of its own for each worker thread that the program starts, if the client can (default true). */
  readonly attachWorkers?: boolean;
  readonly cwd?: string;
}

export interface LaunchArguments extends CommonArguments {
  /** The program: .ts, .mts, .cts, .js, .mjs, .cjs (Node), or .py. */
  readonly program: string;
  readonly args?: readonly string[];
  /** Null removes a variable. */
  readonly env?: Readonly<Record<string, string | null>>;
  /** A session of its own for each Node process that the program starts, if the client can (default true). */
  readonly autoAttachChildProcesses?: boolean;
  /** Python's interpreter; by default that of the active or the folder's virtual environment, then `python3`. */
  readonly python?: string;
  readonly pythonArgs?: readonly string[];
  /** A Python module, run as `python -m module`, in place of `program`. */
  readonly module?: string;
  /** For Python: the folder of a debugpy that serves when the interpreter has none. */
  readonly debugpyPath?: string;
  /** For Python: step over library code (default true). */
  readonly justMyCode?: boolean;
  /** Node's executable; `node` by default. */
  readonly runtimeExecutable?: string;
  readonly runtimeArgs?: readonly string[];
  readonly console?: "internalConsole" | "integratedTerminal" | "externalTerminal";
  readonly stopOnEntry?: boolean;
  readonly noDebug?: boolean;
}

export interface AttachArguments extends CommonArguments {
  /** Process id: of a program that Loopscope launched (a guest), or of any Node process (by `SIGUSR1`). */
  readonly processId?: number | string;
  /** Port of `node --inspect`. */
  readonly port?: number;
  /** `threadId` of one of the process's worker threads, to debug it instead of the main thread. */
  readonly workerId?: number;
  /** Loopback only. */
  readonly address?: string;
  /**
   * A session of its own for each Node process that the program starts from now on, if the client can. Off by default: it
   * changes the program's environment until the debugger leaves.
   */
  readonly autoAttachChildProcesses?: boolean;
}

/** What the extension adds to `attach` for the companion of a Python debugger's session; nobody writes it by hand. */
export interface CompanionArguments {
  /** The program's file in its session folder, which need not be the adapter's own. */
  readonly sessionFile?: string;
  /** Another debugger has the program, and its session is the parent of this one. */
  readonly companion?: boolean;
}

/** A launch of a Python program: `program` ends in .py, or `module` is set. */
export type PythonLaunchArguments = Omit<LaunchArguments, "program"> & { readonly program?: string };
