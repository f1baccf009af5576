import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { describe, it } from "mocha";
import { DebugProgram, programPath, type StartOptions } from "../support/debug-program.js";
import { keep, keepProcess, ownSessions } from "../support/kept.js";
import { nodeExecutable } from "../support/node-versions.js";
import { ProcessOutput } from "../support/process-output.js";

const PARENT = programPath("children/attachable-parent.mjs");
const CHILD = programPath("children/plain-child.mjs");
const CAN_START = { supportsStartDebuggingRequest: true };

interface Parent {
  readonly port: number;
  /** Has the program do something, and waits for a line of its output. @returns what the pattern finds */
  tell(line: string, answer: RegExp): Promise<RegExpExecArray>;
}

/** A program that nobody has prepared. */
async function start(node = process.execPath, options: string | undefined = undefined): Promise<Parent> {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const child = keepProcess(
    spawn(node, ["--inspect=127.0.0.1:0", PARENT], {
      stdio: ["pipe", "pipe", "pipe"],
      env: options === undefined ? inherited : { ...inherited, NODE_OPTIONS: options },
    }),
  );
  const output = new ProcessOutput(child);
  const port = await output.inspectorPort();
  await output.until(/ready/);
  return {
    port,
    tell: (line, answer) => {
      const from = output.text.length;
      child.stdin!.write(`${line}\n`);
      return output.until(answer, from);
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
    env: ownSessions(),
    initialize,
    onReverseRequest: async (command, args) => {
      assert.equal(command, "startDebugging");
      const { configuration } = args as { configuration: Record<string, unknown> };
      const session = DebugProgram.attach(CHILD, configuration, {
        env: ownSessions(),
        breakpoints: ["work"],
      });
      sessions.push(session);
      keep(await session);
      return {};
    },
  };
  const program = keep(await DebugProgram.attach(PARENT, { port: parent.port, ...attributes }, options));
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
    let said = "";
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
      said = program.client.output("console");
    }
    assert.match(said, /child processes run without a debugger/);
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
