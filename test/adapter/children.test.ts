import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { DebugProgram, programPath, type StartOptions } from "../support/debug-program.js";
import { keep, ownSessions } from "../support/kept.js";

interface StartDebugging {
  readonly request: string;
  readonly configuration: Record<string, unknown>;
}

const CHILD = programPath("children/child.ts");
const CAN_START = { supportsStartDebuggingRequest: true };

/** Launches the program that starts children in these ways; its client starts the sessions that it is asked for. */
async function launch(ways: readonly string[], breakpoints: readonly string[], options: StartOptions = {}) {
  const asked: StartDebugging[] = [];
  const children: Promise<DebugProgram>[] = [];
  const program = keep(
    await DebugProgram.launch("children/parent.ts", {
      env: ownSessions(),
      initialize: CAN_START,
      onReverseRequest: async (command, args) => {
        assert.equal(command, "startDebugging");
        const start = args as StartDebugging;
        asked.push(start);
        const session = { env: ownSessions(), breakpoints, initialize: CAN_START };
        children.push(DebugProgram.attach(CHILD, start.configuration, session).then(keep));
        return {};
      },
      ...options,
      launch: { args: ways, ...options.launch },
    }),
  );
  const child = async (index = 0) =>
    (await program.client.poll("a child's session", async () => children[index], Boolean))!;
  return { program, asked, child };
}

/** What the parent says at its end. */
const ended = (program: DebugProgram): Promise<string> =>
  program.client.until(
    "the end of the children",
    () => /children: .*/.exec(program.client.output("stdout"))?.[0],
  );

describe("a child process", () => {
  for (const way of ["fork", "spawn", "shell", "subprocess"]) {
    it(`by ${way} gets a session of its own, and is held until that has its breakpoints`, async () => {
      const { program, asked, child: childOf } = await launch([way], ["work"]);
      const child = await childOf();
      const stop = await child.stopped();
      assert.equal(stop.marker, "work");
      assert.equal(asked[0]?.request, "attach");
      assert.match(String(asked[0]?.configuration.name), /^Process \d+: child\.ts$/);
      const stepped = await child.go("next", stop.threadId);
      assert.equal((await child.locals(stepped.top.id)).size, String(way.length));
      // Its parent runs on.
      await program.task("Task-1", ({ state }) => state === "pending");
      await child.client.request("continue", { threadId: stop.threadId });
      assert.equal(await child.ended(), way.length, "its own exit code");
      assert.match(await ended(program), new RegExp(`children: ${way} ${way.length}`));
      assert.equal(await program.ended(), 0);
    });
  }

  it("has its own tasks, and goes on when its session is left", async () => {
    const { program, child: childOf } = await launch(["spawn"], ["waits"]);
    const child = await childOf();
    await child.stopped();
    assert.ok((await child.tasks()).byName.has("in the child"));
    assert.ok(!(await program.tasks()).byName.has("in the child"), "the sessions' tasks are apart");
    await child.client.request("disconnect");
    assert.match(await ended(program), /children: spawn 5/);
  });

  it("goes on when its debugger is killed", async () => {
    const { program, child: childOf } = await launch(["spawn"], ["waits"]);
    const child = await childOf();
    await child.stopped();
    child.client.adapter.kill("SIGKILL");
    await child.client.exited;
    assert.match(await ended(program), /children: spawn 5/);
  });

  it("each gets one, also several at once", async () => {
    const { program, asked, child: childOf } = await launch(["fork", "spawn", "code"], []);
    await childOf(1);
    assert.match(await ended(program), /children: fork 4, spawn 5, code 4/);
    assert.equal(asked.length, 2, "code of a command line is no program of the user's");
    assert.notEqual(asked[0]?.configuration.processId, asked[1]?.configuration.processId);
  });

  it("runs at once when the client cannot start sessions, does not want to, or fails to", async () => {
    const said: string[] = [];
    for (const options of [
      { initialize: {}, launch: { autoAttachChildProcesses: true } },
      { launch: { autoAttachChildProcesses: false } },
      { launch: { noDebug: true } },
      { onReverseRequest: () => Promise.reject(new Error("not today")) },
    ]) {
      const { program, asked } = await launch(["fork"], ["work"], options);
      assert.match(await ended(program), /children: fork 4/);
      assert.deepEqual(asked, []);
      said.push(program.client.output("console"));
    }
    assert.match(said[0]!, /child processes run without a debugger: .* cannot start/);
    assert.match(said[3]!, /'Process \d+: child\.ts' runs without a debugger: not today/);
  });

  it("is left alone after a restart by the listener of before, and asks the new one", async () => {
    const { program, asked, child: childOf } = await launch(["spawn"], ["work"]);
    await (await childOf()).stopped();
    await program.client.request("restart", {});
    const again = await childOf(1);
    assert.equal((await again.stopped()).marker, "work");
    assert.equal(asked.length, 2);
  });
});
