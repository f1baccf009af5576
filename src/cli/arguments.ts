/** The command line as plain data. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { messageOf, UsageError } from "./errors.js";

export interface RunCommand {
  readonly command: "run";
  readonly program: string;
  readonly args: readonly string[];
  readonly settleMs: number;
  readonly timeoutMs?: number;
  readonly keep: boolean;
  readonly debugMode: boolean;
  readonly plain: boolean;
  readonly json: boolean;
  readonly cwd?: string;
  readonly node?: string;
  readonly python?: string;
}

/** What a command is about: a process, a port, or the only session that runs. */
export interface Target {
  readonly pid?: number;
  readonly port?: number;
}

/** Positional arguments `[pid] [task]`, of which one alone may be either: see `commands/target.ts`. */
export interface TaskCommand {
  readonly target: Target;
  readonly words: readonly string[];
  readonly json: boolean;
}

export interface DumpCommand {
  readonly command: "dump";
  readonly target: Target;
  /** As a tree for people, not as a document. */
  readonly text: boolean;
  /** The file to write to; standard output when absent. */
  readonly output?: string;
  /** Of how many tasks to read the stack. */
  readonly stacks?: number;
}

export type Command =
  | RunCommand
  | { readonly command: "ps"; readonly json: boolean }
  | {
      readonly command: "tree";
      readonly target: Target;
      readonly json: boolean;
      readonly all: boolean;
      readonly byCreator: boolean;
    }
  | ({ readonly command: "where"; readonly all: boolean } & TaskCommand)
  | ({ readonly command: "cancel"; readonly message?: string; readonly subtree: boolean } & TaskCommand)
  | { readonly command: "diagnose"; readonly target: Target; readonly json: boolean }
  | DumpCommand
  | { readonly command: "show"; readonly file: string; readonly json: boolean }
  | { readonly command: "compare"; readonly before: string; readonly after: string; readonly json: boolean }
  | { readonly command: "help"; readonly topic?: CommandName }
  | { readonly command: "version" };

export const COMMAND_NAMES = [
  "run",
  "ps",
  "tree",
  "where",
  "cancel",
  "diagnose",
  "dump",
  "show",
  "compare",
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

type Options = NonNullable<ParseArgsConfig["options"]>;

const COMMON: Options = { help: { type: "boolean", short: "h" }, json: { type: "boolean" } };
const TARGET: Options = { ...COMMON, pid: { type: "string" }, port: { type: "string" } };

const OPTIONS: Record<CommandName, Options> = {
  run: {
    ...COMMON,
    settle: { type: "string" },
    timeout: { type: "string" },
    keep: { type: "boolean" },
    debug: { type: "boolean" },
    plain: { type: "boolean" },
    cwd: { type: "string" },
    node: { type: "string" },
    python: { type: "string" },
  },
  ps: COMMON,
  tree: { ...TARGET, all: { type: "boolean" }, by: { type: "string" } },
  where: { ...TARGET, all: { type: "boolean" } },
  cancel: { ...TARGET, message: { type: "string", short: "m" }, subtree: { type: "boolean" } },
  diagnose: TARGET,
  dump: {
    ...TARGET,
    text: { type: "boolean" },
    output: { type: "string", short: "o" },
    stacks: { type: "string" },
  },
  show: COMMON,
  compare: COMMON,
};

/** How long a program must be quiet, or a finding last, unless `--settle` says otherwise. */
export const DEFAULT_SETTLE_MS = 2000;

type Values = Readonly<Record<string, unknown>>;

function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" ? value : undefined;
}

function flag(values: Values, name: string): boolean {
  return values[name] === true;
}

/** An option that was given in seconds, in milliseconds. */
function duration(values: Values, name: string): number | undefined {
  const given = text(values, name);
  if (given === undefined) return undefined;
  const seconds = Number(given);
  if (given.trim() === "" || !Number.isFinite(seconds) || seconds < 0)
    throw new UsageError(`--${name} takes a number of seconds, not '${given}'.`);
  return seconds * 1000;
}

function wholeNumber(given: string | undefined, what: string, highest: number): number | undefined {
  if (given === undefined) return undefined;
  const value = Number(given);
  if (!/^\d+$/.test(given) || value < 1 || value > highest)
    throw new UsageError(`${what} must be a number from 1 to ${highest}, not '${given}'.`);
  return value;
}

/** Linux's largest; other systems stay below it. */
const HIGHEST_PID = 4_194_304;
const HIGHEST_PORT = 65_535;
const HIGHEST_STACKS = 1_000_000;

function targetOf(values: Values, word: string | undefined): Target {
  const pid = wholeNumber(text(values, "pid"), "--pid", HIGHEST_PID);
  const port = wholeNumber(text(values, "port"), "--port", HIGHEST_PORT);
  if (port !== undefined && (pid !== undefined || word !== undefined))
    throw new UsageError("Give a process id or --port, not both.");
  if (pid !== undefined && word !== undefined) throw new UsageError("Give the process id once.");
  const wordPid = wholeNumber(word, "A process id", HIGHEST_PID);
  if (port !== undefined) return { port };
  const id = pid ?? wordPid;
  return id === undefined ? {} : { pid: id };
}

function atMost(words: readonly string[], count: number, command: string): void {
  const extra = words[count];
  if (extra !== undefined) throw new UsageError(`${command} does not take '${extra}'.`);
}

/** Everything after the program's name belongs to the program: only what stands before it is ours. */
function splitAtProgram(args: readonly string[]): { own: string[]; rest: string[] } {
  const { tokens } = parseArgs({
    args: [...args],
    options: OPTIONS.run,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === "positional")
      return { own: args.slice(0, token.index), rest: args.slice(token.index) };
    if (token.kind === "option-terminator")
      return { own: args.slice(0, token.index), rest: args.slice(token.index + 1) };
  }
  return { own: [...args], rest: [] };
}

function parse(command: CommandName, args: readonly string[]): { values: Values; words: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: OPTIONS[command],
      allowPositionals: true,
    });
    return { values: values as Values, words: positionals };
  } catch (error) {
    // Node's message goes on with advice about `--` that does not help here.
    const first = messageOf(error).split(/\. (?=To )/)[0]!;
    throw new UsageError(first.endsWith(".") ? first : `${first}.`);
  }
}

function runCommand(args: readonly string[]): Command {
  const { own, rest } = splitAtProgram(args);
  const { values } = parse("run", own);
  if (flag(values, "help")) return { command: "help", topic: "run" };
  const [program, ...programArgs] = rest;
  if (program === undefined) throw new UsageError("run needs a program.");
  const timeoutMs = duration(values, "timeout");
  const cwd = text(values, "cwd");
  const node = text(values, "node");
  const python = text(values, "python");
  return {
    command: "run",
    program,
    args: programArgs,
    settleMs: duration(values, "settle") ?? DEFAULT_SETTLE_MS,
    keep: flag(values, "keep"),
    debugMode: flag(values, "debug"),
    plain: flag(values, "plain"),
    json: flag(values, "json"),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(node === undefined ? {} : { node }),
    ...(python === undefined ? {} : { python }),
  };
}

function taskCommand(values: Values, words: readonly string[], command: string): TaskCommand {
  atMost(words, 2, command);
  return { target: targetOf(values, undefined), words, json: flag(values, "json") };
}

function dumpCommand(values: Values, words: readonly string[]): DumpCommand {
  atMost(words, 1, "dump");
  if (flag(values, "json") && flag(values, "text")) throw new UsageError("Give --text or --json, not both.");
  const output = text(values, "output");
  const stacks = wholeNumber(text(values, "stacks"), "--stacks", HIGHEST_STACKS);
  return {
    command: "dump",
    target: targetOf(values, words[0]),
    text: flag(values, "text"),
    ...(output === undefined ? {} : { output }),
    ...(stacks === undefined ? {} : { stacks }),
  };
}

/**
 * Reads the arguments after `loopscope`.
 * @throws UsageError when they are not understood.
 */
export function parseCommandLine(argv: readonly string[]): Command {
  const [name, ...args] = argv;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    const topic = name === "help" ? args[0] : undefined;
    if (topic !== undefined && !isCommandName(topic)) throw unknown(topic);
    return topic === undefined ? { command: "help" } : { command: "help", topic };
  }
  if (name === "--version" || name === "-V" || name === "version") return { command: "version" };
  if (!isCommandName(name)) throw unknown(name);
  if (name === "run") return runCommand(args);
  const { values, words } = parse(name, args);
  if (flag(values, "help")) return { command: "help", topic: name };
  const json = flag(values, "json");
  switch (name) {
    case "ps":
      atMost(words, 0, "ps");
      return { command: "ps", json };
    case "tree": {
      atMost(words, 1, "tree");
      const by = text(values, "by") ?? "awaiter";
      if (by !== "awaiter" && by !== "creator") throw new UsageError("--by takes 'awaiter' or 'creator'.");
      const target = targetOf(values, words[0]);
      return { command: "tree", target, json, all: flag(values, "all"), byCreator: by === "creator" };
    }
    case "where":
      return { command: "where", all: flag(values, "all"), ...taskCommand(values, words, "where") };
    case "cancel": {
      if (words.length === 0) throw new UsageError("cancel needs a task: its id or its name.");
      const message = text(values, "message");
      return {
        command: "cancel",
        subtree: flag(values, "subtree"),
        ...(message === undefined ? {} : { message }),
        ...taskCommand(values, words, "cancel"),
      };
    }
    case "diagnose":
      atMost(words, 1, "diagnose");
      return { command: "diagnose", target: targetOf(values, words[0]), json };
    case "dump":
      return dumpCommand(values, words);
    case "show": {
      atMost(words, 1, "show");
      const [file] = words;
      if (file === undefined) throw new UsageError("show needs the file of a dump.");
      return { command: "show", file, json };
    }
    case "compare": {
      atMost(words, 2, "compare");
      const [before, after] = words;
      if (before === undefined || after === undefined)
        throw new UsageError("compare needs the files of two dumps, the earlier one first.");
      return { command: "compare", before, after, json };
    }
  }
}

function isCommandName(name: string): name is CommandName {
  return (COMMAND_NAMES as readonly string[]).includes(name);
}

function unknown(name: string): UsageError {
  const kind = name.startsWith("-") ? "option" : "command";
  return new UsageError(`There is no ${kind} '${name}'; the commands are ${COMMAND_NAMES.join(", ")}.`);
}
