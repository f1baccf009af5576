/** Attaching to real processes that know nothing of us: the agent is brought into them. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, it } from "mocha";
import { DapClient } from "../../support/dap-client.js";
import { DebugProgram, programPath } from "../../support/debug-program.js";
import { exitOf } from "../../support/process-exit.js";
import { interpreters } from "../../support/python.js";
import { announced, endAll } from "./unprepared-program.js";

const [PYTHON] = interpreters() as [string];
const IDLE = programPath("python/never_wakes.py");
const BUSY = programPath("python/computes.py");

describe("attaching to a Python program that was started without the agent", () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let program: DebugProgram | undefined;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "loopscope-test-"));
    env = { ...process.env, LOOPSCOPE_SESSIONS: path.join(folder, "sessions") };
    delete env.PYTHONPATH;
  });
  afterEach(async () => {
    await program?.close();
    program = undefined;
    await endAll(children);
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts it, and waits until it is in Python code of its own. */
  async function start(interpreter: string, file: string): Promise<ChildProcess & { readonly pid: number }> {
    const child = spawn(interpreter, ["-X", "dev", ...announced(file)], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.push(child);
    await once(child.stdout, "data");
    assert.ok(child.pid !== undefined);
    return child as ChildProcess & { readonly pid: number };
  }

  const attach = (file: string, pid: number, options: Record<string, unknown> = {}): Promise<DebugProgram> =>
    DebugProgram.attach(file, { processId: pid, ...options }, { env });

  async function refusal(pid: number, more: NodeJS.ProcessEnv = {}): Promise<string> {
    const client = new DapClient({ env: { ...env, ...more } });
    try {
      await client.request("initialize", { adapterID: "asyncio" });
      return (await client.refused("attach", { processId: pid })).message;
    } finally {
      await client.close();
    }
  }

  const lives = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

  for (const interpreter of interpreters()) {
    it(`shows the tasks of one that waits, and one that computes (${interpreter})`, async function () {
      this.timeout(120_000);
      const idle = await start(interpreter, IDLE);
      program = await attach(IDLE, idle.pid);
      const consumer = await program.task("consumer", ({ awaiting }) => awaiting?.kind === "queue.get");
      assert.equal(consumer.awaiting?.label, "jobs");
      const { stack } = await program.client.request("asyncioInspect", { taskId: consumer.id });
      assert.equal(stack[0]?.name, "consume");
      await program.close();
      assert.ok(lives(idle), "it goes on");

      const busy = await start(interpreter, BUSY);
      program = await attach(BUSY, busy.pid);
      await program.task("waits", ({ awaiting }) => awaiting?.kind === "lock");
      await program.close();
      assert.ok(lives(busy), "it goes on");
    });
  }

  it("cancels a task of it, and the program runs to its end, with nothing said that it would not say", async () => {
    const child = await start(PYTHON, IDLE);
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    program = await attach(IDLE, child.pid);
    // Not its exit, after which the last of what it says may still be in the pipe.
    const ended = once(child, "close");
    const { id } = await program.task("consumer", ({ awaiting }) => awaiting !== undefined);
    await program.client.request("asyncioCancel", { taskId: id });
    await ended;
    await program.client.next("terminated");
    assert.match(said, /CancelledError/);
    assert.doesNotMatch(said, /loopscope|Warning/);
  });

  it("survives a debugger that is killed, and can be attached to again", async () => {
    const child = await start(PYTHON, IDLE);
    program = await attach(IDLE, child.pid);
    const before = await program.task("consumer", ({ awaiting }) => awaiting !== undefined);
    program.client.adapter.kill("SIGKILL");
    await program.close();
    program = await attach(IDLE, child.pid);
    assert.equal((await program.task("consumer", () => true)).id, before.id);
    assert.ok(lives(child));
  });

  it("says which session stops and steps: none here, or that of the Python debugger", async () => {
    const child = await start(PYTHON, IDLE);
    program = await attach(IDLE, child.pid);
    const alone = await program.client.refused("pause", { threadId: 1 });
    assert.match(alone.message, /^Pausing needs a debugger in the program/);
    await program.close();
    // The agent stays for a while, so another debugger's companion finds it.
    program = await attach(IDLE, child.pid, { companion: true });
    const below = await program.client.refused("next", { threadId: 1 });
    assert.match(below.message, /^Stepping is for the session of the Python debugger/);
  });

  it("ends without a word as the companion of a session whose program is over", async () => {
    const child = await start(PYTHON, "/dev/null");
    await exitOf(child);
    program = await attach(IDLE, child.pid, { companion: true, language: "python" });
    await program.client.next("terminated");
    assert.equal(program.client.output("console"), "");
  });

  it("is refused while native code keeps the interpreter's lock, goes on afterwards, and is attached to then", async function () {
    this.timeout(120_000);
    const file = programPath("python/native_call.py");
    const child = spawn(PYTHON, [file], { env, stdio: "pipe" });
    children.push(child);
    const said = createInterface(child.stdout)[Symbol.asyncIterator]();
    await said.next();
    assert.ok(child.pid !== undefined);
    assert.match(await refusal(child.pid), /no line of Python within 10 s.*is inside native code/);
    child.stdin.write("x");
    assert.equal((await said.next()).value, "goes on");
    program = await attach(file, child.pid);
    const main = await program.task("Task-1", ({ awaiting }) => awaiting?.kind === "sleep");
    assert.equal(main.coroutine, "main");
  });

  it("is refused where gdb is missing, with what to install", async () => {
    const child = await start(PYTHON, IDLE);
    const bin = path.join(folder, "bin");
    mkdirSync(bin);
    symlinkSync(process.execPath, path.join(bin, "node"));
    assert.match(
      await refusal(child.pid, { PATH: bin }),
      /takes gdb, which is not installed \(apt-get install gdb\)/,
    );
    assert.ok(lives(child));
  });

  it("is refused where gdb is not let in, with gdb's words", async () => {
    const child = await start(PYTHON, IDLE);
    const bin = path.join(folder, "bin");
    mkdirSync(bin);
    // gdb as it is where the system forbids it: what it is told, it answers, but for this.
    const gdb = `import sys
for line in sys.stdin:
    if line.startswith("attach"):
        print("ptrace: Operation not permitted.", flush=True)
    if line.startswith("echo"):
        print(line[5:].replace("\\\\n", ""), flush=True)
`;
    const script = path.join(bin, "gdb");
    writeFileSync(script, `#!${PYTHON}\n${gdb}`, { mode: 0o755 });
    assert.match(
      await refusal(child.pid, { PATH: `${bin}:${process.env.PATH}` }),
      /the system does not permit it.*(ptrace_scope is \d|ptrace: Operation not permitted)/,
    );
    assert.ok(lives(child));
  });

  it("is refused while another debugger has it, by its name", async () => {
    const child = await start(PYTHON, IDLE);
    const gdb = spawn("gdb", ["-q", "-nx", "-ex", `attach ${child.pid}`, "-ex", "echo here\\n"], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    children.push(gdb);
    for await (const text of gdb.stdout.setEncoding("utf8")) if (String(text).includes("here")) break;
    assert.match(await refusal(child.pid), new RegExp(`'gdb' \\(process ${gdb.pid}\\) debugs it already`));
    const ended = once(gdb, "exit");
    gdb.stdin.end("detach\nquit\n");
    await ended;
    assert.ok(lives(child));
  });

  it("is told from other programs, which get no signal: it would end them", async () => {
    const other = spawn("sleep", ["1000"]);
    children.push(other);
    assert.match(
      await refusal(other.pid ?? 0),
      /\(sleep\) is neither a Node\.js program nor a Python program/,
    );
    assert.ok(lives(other));
  });
});
