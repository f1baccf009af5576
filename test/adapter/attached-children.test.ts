import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { DebugProgram, programPath, type StartOptions } from "../support/debug-program.js";
import { nodeExecutable } from "../support/node-versions.js";

const PARENT = programPath("children/attachable-parent.mjs");
const CHILD = programPath("children/plain-child.mjs");
const CAN_START = { supportsStartDebuggingRequest: true };
const programs: DebugProgram[] = [];
const processes: ChildProcess[] = [];
let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ls-test-"));
  env = { LOOPSCOPE_SESSIONS: path.join(folder, "sessions") };
});
afterEach(async () => {
  for (const program of programs.splice(0).reverse()) await program.close();
  for (const each of processes.splice(0)) each.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

interface Parent {
  readonly port: number;
  /** Has the program do something, and waits for a line of its output. @returns what the pattern finds */
  tell(line: string, answer: RegExp): Promise<RegExpExecArray>;
}

/** A program that nobody has prepared. */
async function start(node = process.execPath, options: string | undefined = undefined): Promise<Parent> {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const child = spawn(node, ["--inspect=127.0.0.1:0", PARENT], {
    stdio: ["pipe", "pipe", "pipe"],
    env: options === undefined ? inherited : { ...inherited, NODE_OPTIONS: options },
  });
  processes.push(child);
  let output = "";
  const looks = new Set<() => void>();
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on("data", (chunk) => {
      output += chunk;
      for (const look of looks) look();
    });
  }
  const until = (pattern: RegExp, from: number): Promise<RegExpExecArray> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = pattern.exec(output.slice(from));
        if (found === null) return;
        looks.delete(look);
        resolve(found);
      };
      looks.add(look);
      look();
    });
  const port = Number((await until(/ws:\/\/127\.0\.0\.1:(\d+)/, 0))[1]);
  await until(/ready/, 0);
  return {
    port,
    tell: (line, answer) => {
      const from = output.length;
      child.stdin!.write(`${line}\n`);
      return until(answer, from);
    },
  };
}

/** What children of the program inherit: address, session folder, options. */
async function inheritedBy(parent: Parent): Promise<readonly (string | null)[]> {
  return JSON.parse((await parent.tell("env", /env (\[.*\])/))[1]!);
}

/** Attaches; the client starts the sessions that it is asked for. */
async function attach(
  parent: Parent,
  attributes: Record<string, unknown> = { autoAttachChildProcesses: true },
  initialize: Record<string, unknown> = CAN_START,
) {
  const sessions: Promise<DebugProgram>[] = [];
  const options: StartOptions = {
    env,
    initialize,
    onReverseRequest: async (command, args) => {
      assert.equal(command, "startDebugging");
      const { configuration } = args as { configuration: Record<string, unknown> };
      const session = DebugProgram.attach(CHILD, configuration, { env, breakpoints: ["work"] });
      sessions.push(session);
      programs.push(await session);
      return {};
    },
  };
  const program = await DebugProgram.attach(PARENT, { port: parent.port, ...attributes }, options);
  programs.push(program);
  const child = async (index = 0) =>
    (await program.client.poll("a child's session", async () => sessions[index], Boolean))!;
  return { program, sessions, child };
}

describe("child processes of a program that was attached to", () => {
  for (const major of [20, 22, 24]) {
    it(`get sessions of their own when that is wished for, until the debugger leaves (Node ${major})`, async () => {
      const parent = await start(await nodeExecutable(major));
      const { program, sessions, child: childOf } = await attach(parent);
      const told = parent.tell("first", /child first (\d+)/);
      const child = await childOf();
      const stop = await child.stopped();
      assert.equal(stop.marker, "work");
      const stepped = await child.go("next", stop.threadId);
      assert.equal((await child.locals(stepped.top.id)).size, "5");
      await child.client.request("continue", { threadId: stop.threadId });
      assert.equal(await child.ended(), 5);
      assert.equal((await told)[1], "5");
      await program.client.request("disconnect");
      assert.deepEqual(await inheritedBy(parent), [null, null, null], "its environment is as it was");
      assert.equal((await parent.tell("second", /child second (\d+)/))[1], "6");
      assert.equal(sessions.length, 1);
    });
  }

  it("are put back into the program's hands when the debugger is killed, also one that is held", async () => {
    const parent = await start(process.execPath, "--no-warnings");
    const { program, child: childOf } = await attach(parent);
    const told = parent.tell("held", /child held (\d+)/);
    const child = await childOf();
    await child.stopped();
    for (const { client } of [program, child]) {
      client.adapter.kill("SIGKILL");
      await client.exited;
    }
    assert.equal((await told)[1], "4");
    await program.client.poll(
      "the program's own environment",
      () => inheritedBy(parent),
      ([address]) => address === null,
    );
    assert.deepEqual(await inheritedBy(parent), [null, null, "--no-warnings"]);
  });

  it("keep the options that the program has set meanwhile", async () => {
    const parent = await start();
    const { program } = await attach(parent);
    await parent.tell("set --no-warnings", /set/);
    await program.client.request("disconnect");
    assert.deepEqual(await inheritedBy(parent), [null, null, "--no-warnings"]);
  });

  it("are left alone by default, and where the client cannot start sessions", async () => {
    const parent = await start();
    for (const [attributes, initialize] of [
      [{}, CAN_START],
      [{ autoAttachChildProcesses: false }, CAN_START],
      [{ autoAttachChildProcesses: true }, {}],
    ] as const) {
      const { program, sessions } = await attach(parent, attributes, initialize);
      assert.deepEqual(await inheritedBy(parent), [null, null, null]);
      assert.equal((await parent.tell("alone", /child alone (\d+)/))[1], "5");
      assert.equal(sessions.length, 0);
      await program.client.request("disconnect");
    }
    assert.match(programs.at(-1)!.client.output("console"), /child processes run without a debugger/);
  });

  it("have one debugger: a second that attaches is told so, and changes nothing", async () => {
    const parent = await start();
    const first = await attach(parent);
    const before = await inheritedBy(parent);
    const second = await attach(parent);
    assert.match(second.program.client.output("console"), /child processes .*: another debugger has them/);
    await second.program.client.request("disconnect");
    assert.deepEqual(await inheritedBy(parent), before);
    await first.program.client.request("restart", {});
    const again = await inheritedBy(parent);
    assert.notEqual(again[0], before[0], "after a restart they ask the new listener");
    await first.program.client.request("disconnect");
    assert.deepEqual(await inheritedBy(parent), [null, null, null]);
  });
});
