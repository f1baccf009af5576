/** Sessions one after another, ended in every way, and what is left of them: nothing. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { DebugClient } from "@vscode/debugadapter-testsupport";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { REPOSITORY } from "../support/dap-client.js";
import { markedLine, programPath } from "../support/debug-program.js";
import { isAlive } from "../support/process-alive.js";

/** What was left when all sessions had ended; all of it should be empty. */
export interface Leftovers {
  readonly processes: readonly number[];
  readonly files: readonly string[];
  /** Sockets and pipes of the adapter beyond those that it had before the first session. */
  readonly descriptors: readonly string[];
}

type Ending = "disconnect" | "gone" | "exit" | "terminate" | "kill";
const ENDINGS: readonly Ending[] = ["disconnect", "gone", "exit", "terminate", "kill"];

/** Runs `sessions` sessions on one adapter. @param progress is told of each. */
export async function soak(
  sessions: number,
  progress: (done: number, ending: Ending) => void = () => {},
): Promise<Leftovers> {
  const folder = await mkdtemp(path.join(tmpdir(), "ls-soak-"));
  const env = { ...process.env, TMPDIR: folder, LOOPSCOPE_SESSIONS: path.join(folder, "sessions") };
  const adapter = spawn(process.execPath, [path.join(REPOSITORY, "dist/adapter.cjs"), "--server=0"], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  try {
    const port = await listening(adapter);
    const pids: number[] = [];
    // The first session opens what stays open for good, such as the pipes of a first child.
    pids.push(await session(port, "disconnect"));
    const before = await descriptors(adapter.pid!);
    for (let count = 1; count < sessions; count++) {
      const ending = ENDINGS[count % ENDINGS.length]!;
      pids.push(await session(port, ending));
      progress(count, ending);
    }
    await until(async () => pids.every((pid) => !isAlive(pid)));
    await until(async () => (await descriptors(adapter.pid!)).length <= before.length);
    await until(async () => (await filesIn(folder)).length === 0);
    const after = await descriptors(adapter.pid!);
    return {
      processes: pids.filter(isAlive),
      files: await filesIn(folder),
      descriptors: after.length > before.length ? after.filter((name) => !before.includes(name)) : [],
    };
  } finally {
    adapter.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  }
}

async function listening(adapter: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    adapter.once("exit", () => reject(new Error("the adapter ended")));
    createInterface(adapter.stderr!).on("line", (line) => {
      const found = /Listening on 127\.0\.0\.1:(\d+)/.exec(line);
      if (found !== null) resolve(Number(found[1]));
    });
  });
}

/** One session from its start to its end. @returns the program's process. */
async function session(port: number, ending: Ending): Promise<number> {
  const client = new DebugClient("node", "", "asyncio");
  client.defaultTimeout = 60_000;
  await client.start(port);
  const started = client.waitForEvent("process") as Promise<DebugProtocol.ProcessEvent>;
  const stopped = client.waitForEvent("stopped") as Promise<DebugProtocol.StoppedEvent>;
  const file = programPath("stacks.ts");
  await client.initializeRequest();
  const launch = client.launchRequest({ program: file } as DebugProtocol.LaunchRequestArguments);
  await client.setBreakpointsRequest({
    source: { path: file },
    breakpoints: [{ line: markedLine(file, "fetch") }],
  });
  await client.configurationDoneRequest();
  await launch;
  const pid = (await started).body.systemProcessId!;
  const threadId = (await stopped).body.threadId!;
  const { body } = await client.stackTraceRequest({ threadId });
  await client.scopesRequest({ frameId: body.stackFrames[0]!.id });
  await client.evaluateRequest({ expression: "store.name", frameId: body.stackFrames[0]!.id });
  // Closes the socket, and says nothing more: what a client does that is killed.
  const leave = (): void => client["stopAdapter"]();
  if (ending === "gone") {
    leave();
    return pid;
  }
  const terminated = client.waitForEvent("terminated");
  if (ending === "disconnect") await client.disconnectRequest({});
  if (ending === "terminate") await client.terminateRequest({});
  if (ending === "kill") process.kill(pid, "SIGKILL");
  if (ending === "exit") {
    await client.evaluateRequest({ expression: "setTimeout(() => process.exit(3), 0)" });
    await client.continueRequest({ threadId });
  }
  await terminated;
  if (ending !== "disconnect") await client.disconnectRequest({});
  leave();
  return pid;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  // The folder of the sessions' sockets stays; it is the user's own, and empty.
  return entries
    .filter((entry) => !(entry.isDirectory() && entry.name === "sessions"))
    .map(({ name }) => name);
}

/** What a process has open, where the system can tell. */
async function descriptors(pid: number): Promise<readonly string[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map((name) => readlink(path.join(folder, name)).catch(() => "closed")));
}

/** Waits for a condition, which ends come a moment after the events that tell of them. */
async function until(test: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 300 && !(await test()); look++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
