/** Attaching to CPython 3.14, which lets other processes execute a script in it, and read its tasks. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, it } from "mocha";
import { REPOSITORY } from "../../support/dap-client.js";
import { DebugProgram, programPath } from "../../support/debug-program.js";
import { exitOf } from "../../support/process-exit.js";
import { requiredNewerPython } from "../../support/python.js";
import { announced, endAll } from "./unprepared-program.js";

const PYTHON = requiredNewerPython();
const IDLE = programPath("python/never_wakes.py");
const BUSY = programPath("python/computes.py");
const BLOCKED = programPath("python/read_only.py");

describe("attaching to a Python program of 3.14 that was started without the agent", () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let program: DebugProgram | undefined;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "loopscope-test-"));
    const bin = path.join(folder, "bin");
    mkdirSync(bin);
    symlinkSync(process.execPath, path.join(bin, "node"));
    mkdirSync(path.join(folder, "tmp"));
    // Without gdb.
    env = {
      ...process.env,
      PATH: bin,
      TMPDIR: path.join(folder, "tmp"),
      LOOPSCOPE_SESSIONS: path.join(folder, "sessions"),
    };
    delete env.PYTHONPATH;
  });
  afterEach(async () => {
    await program?.close();
    program = undefined;
    await endAll(children);
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts it, and waits for its first line. */
  async function start(executable: string, args: readonly string[]) {
    const child = spawn(executable, args, { env, stdio: "pipe" });
    children.push(child);
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const first = String((await lines.next()).value);
    assert.ok(child.pid !== undefined);
    return { child, pid: child.pid, first, line: async () => String((await lines.next()).value) };
  }

  const attach = async (file: string, pid: number): Promise<DebugProgram> => {
    program = await DebugProgram.attach(file, { processId: pid }, { env });
    return program;
  };

  it("takes no gdb, wakes a loop that waits, and lets no parent see it stop", async () => {
    const parent = `
import os, subprocess, sys
child = subprocess.Popen([sys.executable, *sys.argv[1:]], stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
sys.stdin.readline()
print(os.waitpid(child.pid, os.WNOHANG | os.WUNTRACED | os.WCONTINUED), flush=True)
child.kill()
child.wait()
`;
    const { child, first, line } = await start(PYTHON, ["-c", parent, ...announced(IDLE)]);
    const session = await attach(IDLE, Number(first));
    const consumer = await session.task("consumer", ({ awaiting }) => awaiting?.kind === "queue.get");
    const { stack } = await session.client.request("asyncioInspect", { taskId: consumer.id });
    assert.ok(stack[0]?.locals?.length, "the agent is in it");
    assert.equal(session.client.output("console"), "");
    child.stdin.write("\n");
    assert.equal(await line(), "(0, 0)");
    await session.close();
    assert.deepEqual(
      readdirSync(path.join(folder, "tmp")),
      [],
      "nothing is left in the folder for temporary files",
    );
  });

  it("reads the tasks of one that lets nobody in, as its loop is blocked in native code", async function () {
    this.timeout(120_000);
    const { child, pid, line } = await start(PYTHON, [BLOCKED]);
    const session = await attach(BLOCKED, pid);
    const said = session.client.output("console");
    assert.match(
      said,
      /its main thread has come to no line of Python within 10 s.*\nSo it is read from outside/s,
    );
    const waiter = await session.task("waiter", ({ awaiting }) => awaiting?.kind === "lock");
    assert.equal(waiter.coroutine, "waits");
    const joins = await session.task("joins", ({ awaiting }) => awaiting?.kind === "task");
    assert.equal(joins.awaiting?.label, "leaf");
    const leaf = await session.task("leaf", ({ awaiting }) => awaiting?.kind === "sleep");
    const { stack } = await session.client.request("asyncioInspect", { taskId: leaf.id });
    assert.deepEqual(
      stack.map(({ name }) => name),
      ["leaf", "joins"],
    );
    const refused = await session.client.refused("asyncioCancel", { taskId: waiter.id });
    assert.match(refused.message, /the program is only read, from outside: nothing can be done in it/);
    // It goes on, and changes are seen.
    child.stdin.write("x");
    assert.equal(await line(), "goes on");
    await session.task("late", ({ awaiting }) => awaiting?.kind === "event");
    await session.close();
    child.stdin.write("\n");
    assert.equal(await line(), "over");
    assert.deepEqual(await exitOf(child), [0, null]);
  });

  it("reads one that has the agent, which cannot answer: native code keeps the interpreter's lock", async () => {
    env.PYTHONPATH = path.join(REPOSITORY, "python/boot");
    env.LOOPSCOPE_PYTHON_ARM = "1";
    const { pid } = await start(PYTHON, [BLOCKED]);
    const session = await attach(BLOCKED, pid);
    assert.match(
      session.client.output("console"),
      /did not answer within 10 s.*\nSo it is read from outside/s,
    );
    await session.task("waiter", ({ awaiting }) => awaiting?.kind === "lock");
  });

  describe("with gdb", () => {
    beforeEach(() => {
      env.PATH = process.env.PATH;
    });

    /** The agent is in it: it sees locals, and can cancel. */
    async function isInside(session: DebugProgram, name: string, kind: string): Promise<void> {
      const task = await session.task(name, ({ awaiting }) => awaiting?.kind === kind);
      const { stack } = await session.client.request("asyncioInspect", { taskId: task.id });
      assert.equal(session.client.output("console"), "", "it is not only read");
      assert.ok(stack[0]?.locals?.length, "with locals");
      assert.deepEqual(await session.client.request("asyncioCancel", { taskId: task.id }), { requested: 1 });
    }

    it("brings the agent into one that waits and one that computes, whose interpreter refuses it", async function () {
      this.timeout(120_000);
      const idle = await start(PYTHON, ["-X", "disable-remote-debug", ...announced(IDLE)]);
      let session = await attach(IDLE, idle.pid);
      await isInside(session, "consumer", "queue.get");
      await session.close();
      await exitOf(idle.child);
      const busy = await start(PYTHON, ["-X", "disable-remote-debug", ...announced(BUSY)]);
      session = await attach(BUSY, busy.pid);
      await isInside(session, "waits", "lock");
      await session.close();
      assert.deepEqual([busy.child.exitCode, busy.child.signalCode], [null, null], "it goes on");
    });

    it("brings the agent into one whose main thread waits outside of asyncio, which nothing else wakes", async function () {
      this.timeout(120_000);
      const code = `
import asyncio, threading
async def main():
    jobs = asyncio.Queue()
    await jobs.get()
threading.Thread(target=lambda: asyncio.run(main()), daemon=True).start()
print("up", flush=True)
threading.Event().wait()
`;
      const { pid } = await start(PYTHON, ["-c", code]);
      await isInside(await attach(IDLE, pid), "Task-1", "queue.get");
    });
  });

  it("reads one whose interpreter refuses to be debugged from outside, and ends with it", async () => {
    const { child, pid } = await start(PYTHON, ["-X", "disable-remote-debug", ...announced(IDLE)]);
    const session = await attach(IDLE, pid);
    assert.match(
      session.client.output("console"),
      /sys\.remote_exec says '.*not enabled.*'; otherwise that takes gdb, which is not installed.*\nSo it is read/s,
    );
    await session.task("consumer", ({ awaiting }) => awaiting?.kind === "queue.get");
    child.kill("SIGKILL");
    await session.client.next("terminated");
  });
});
