/** Starting a Node program under the debugger, as a child or in the client's terminal. */
import { existsSync, statSync } from "node:fs";
import type { Socket } from "node:net";
import path from "node:path";
import {
  CHILDREN_VARIABLE,
  DEBUG_VARIABLES,
  type LaunchArguments,
  OWNER_VARIABLE,
} from "../../protocol/index.js";
import { CdpConnection } from "../cdp/connection.js";
import { lineTransport } from "../cdp/line-transport.js";
import type { Client } from "../dap/client.js";
import { errors } from "../dap/errors.js";
import { INSTALLED_FOLDER } from "../sources/installation.js";
import { startChild } from "./child.js";
import { findExecutable } from "./executable.js";
import { watchExit } from "./exit-code.js";
import { listenForOwner, type OwnerSocket } from "./owner-socket.js";
import { endProcess, signal, untilGone } from "./process-end.js";
import { removeSessionFiles } from "./session-file.js";
import type { Target, TargetEnd } from "./target.js";

/** A program that was started must reach the adapter within this time. Terminals may ask questions first. */
const REACH_TIMEOUT_MS = 60_000;
const NODE_PROGRAM = /\.(?:[cm]?[jt]s)$/;

interface Plan {
  readonly executable: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment, for a child. */
  readonly env: NodeJS.ProcessEnv;
  /** What differs from our own environment, for a terminal. */
  readonly envChanges: Record<string, string | null>;
  readonly name: string;
}

/** Absolute path of a launch configuration's program. @throws UserError when it is missing or not a Node program. */
export function programPath(args: LaunchArguments): string {
  const program = path.resolve(args.cwd ?? process.cwd(), args.program);
  if (!existsSync(program)) throw errors.programMissing(program);
  if (!statSync(program).isFile()) throw errors.programNotFile(program);
  if (!NODE_PROGRAM.test(program)) throw errors.programKind(program);
  return program;
}

function makePlan(args: LaunchArguments, owner: string, children: string | undefined): Plan {
  const program = programPath(args);
  const cwd = args.cwd ?? process.cwd();
  if (!existsSync(cwd) || !statSync(cwd).isDirectory()) throw errors.cwdMissing(cwd);
  const preload = path.join(INSTALLED_FOLDER, "preload.cjs");
  if (!existsSync(preload)) throw errors.preloadMissing(preload);
  const envChanges: Record<string, string | null> = {
    ...args.env,
    ...(args.debugMode === true ? { [DEBUG_VARIABLES[0]]: "1" } : {}),
    [OWNER_VARIABLE]: owner,
    // Ours may come from a debugger of this adapter: its own business.
    [CHILDREN_VARIABLE]: children ?? null,
  };
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const [name, value] of Object.entries(envChanges)) {
    if (value === null) delete env[name];
    else env[name] = value;
  }
  const wanted = args.runtimeExecutable ?? "node";
  const executable = findExecutable(wanted, cwd, env);
  if (executable === undefined) throw errors.runtimeMissing(wanted);
  const nodeArgs = [...(args.runtimeArgs ?? []), "--require", preload, program, ...(args.args ?? [])];
  return { executable, args: nodeArgs, cwd, env, envChanges, name: program };
}

/**
 * Starts the program and waits until it has reached the adapter and is held, or has ended.
 * @param abort gives up: a program that was started already is ended.
 * @param children where its child processes can ask for a debugger; undefined: they are left alone
 * @throws UserError when it cannot be started.
 */
export async function launchNode(
  args: LaunchArguments,
  client: Client,
  abort: AbortSignal,
  children: string | undefined,
): Promise<Target> {
  const socket = await listenForOwner();
  try {
    const plan = makePlan(args, socket.address, children);
    const inTerminal = args.console === "integratedTerminal" || args.console === "externalTerminal";
    return inTerminal
      ? await launchInTerminal(plan, args.console === "externalTerminal", socket, client, abort)
      : await launchChild(plan, socket, client, abort);
  } finally {
    socket.dispose();
  }
}

function connect(socket: Socket, client: Client): CdpConnection {
  return new CdpConnection(lineTransport(socket), (text) => {
    client.send("output", {
      category: "console",
      output: `Ignored a malformed message of the program: ${text.slice(0, 80)}\n`,
    });
  });
}

/** A connection from the program, or undefined when none comes in time. */
async function reach(
  owner: OwnerSocket,
  ended: Promise<unknown>,
  abort: AbortSignal,
): Promise<Socket | undefined> {
  const patience = AbortSignal.any([abort, AbortSignal.timeout(REACH_TIMEOUT_MS)]);
  const gaveUp = new Promise<undefined>((resolve) => {
    if (patience.aborted) resolve(undefined);
    patience.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  return Promise.race([owner.connected, ended.then(() => undefined), gaveUp]);
}

async function launchChild(
  plan: Plan,
  owner: OwnerSocket,
  client: Client,
  abort: AbortSignal,
): Promise<Target> {
  const { pid, exited, ended, isRunning } = await startChild(plan, client);
  const release = (): Promise<void> => endProcess(pid, true, exited);
  const reached = await reach(owner, exited, abort);
  if (reached === undefined && isRunning()) {
    await release();
    throw errors.notReached(
      `'${plan.executable}' did not load the debugger within ${REACH_TIMEOUT_MS / 1000} s`,
    );
  }
  const connection = reached === undefined ? undefined : connect(reached, client);
  return {
    connection,
    name: plan.name,
    pid,
    launched: true,
    shared: false,
    start: async () => void (await connection?.send("Loopscope.start", {})),
    ended: ended.then((exitCode): TargetEnd => {
      removeSessionFiles(pid, plan.env);
      return { exitCode };
    }),
    terminate: () => void signal(pid, "SIGTERM", true),
    release,
  };
}

async function launchInTerminal(
  plan: Plan,
  external: boolean,
  owner: OwnerSocket,
  client: Client,
  abort: AbortSignal,
): Promise<Target> {
  if (!client.canRunInTerminal) throw errors.noTerminal();
  await client.runInTerminal({
    kind: external ? "external" : "integrated",
    title: path.basename(plan.name),
    cwd: plan.cwd,
    args: [plan.executable, ...plan.args],
    env: plan.envChanges,
  });
  const reached = await reach(owner, new Promise(() => {}), abort);
  if (reached === undefined) throw errors.notReached("it did not start in the terminal");
  const connection = connect(reached, client);
  const exit = await watchExit(connection);
  const ended = connection.closed.then(async (): Promise<TargetEnd> => {
    await untilGone(exit.pid);
    removeSessionFiles(exit.pid, plan.env);
    return { exitCode: exit.code() };
  });
  return {
    connection,
    name: plan.name,
    pid: exit.pid,
    launched: true,
    shared: false,
    start: async () => void (await connection.send("Loopscope.start", {})),
    ended,
    terminate: () => void signal(exit.pid, "SIGTERM", false),
    release: () => endProcess(exit.pid, false, ended),
  };
}
