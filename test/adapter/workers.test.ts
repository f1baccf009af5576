import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { DebugProgram, programPath } from "../support/debug-program.js";
import { keep, ownSessions } from "../support/kept.js";

interface StartDebugging {
  readonly request: string;
  readonly configuration: Record<string, unknown>;
}

const FILE = programPath("threads.ts");
const CAN_START = { supportsStartDebuggingRequest: true };

/** Launches the program; its client starts the sessions that it is asked for, as VS Code does. */
async function launch(breakpoints: readonly string[] = [], name = "threads.ts") {
  const asked: StartDebugging[] = [];
  const children: Promise<DebugProgram>[] = [];
  const program = keep(
    await DebugProgram.launch(name, {
      env: ownSessions(),
      initialize: CAN_START,
      onReverseRequest: async (command, args) => {
        assert.equal(command, "startDebugging");
        const start = args as StartDebugging;
        asked.push(start);
        children.push(
          DebugProgram.attach(programPath(name), start.configuration, {
            env: ownSessions(),
            breakpoints,
            initialize: CAN_START,
          }),
        );
        return {};
      },
    }),
  );
  const child = await program.client.poll("a session for the worker", async () => children[0], Boolean);
  return { program, asked, child: keep(await child!) };
}

describe("a worker thread", () => {
  it("gets a session of its own, with its own loop and tasks, and is held until that has its breakpoints", async () => {
    const { program, asked, child } = await launch(["work"]);
    const stop = await child.stopped();
    assert.equal(stop.marker, "work");
    assert.equal((await child.locals(stop.top.id)).length, "8");
    assert.match(String(asked[0]?.configuration.name), /cruncher/);
    // The main thread runs on.
    await program.task("Task-1", ({ state }) => state === "pending");
    await child.client.request("continue", { threadId: stop.threadId });
    const waiting = await child.task("waits in the worker", ({ awaiting }) => awaiting?.kind === "event");
    const own = await program.tasks();
    assert.ok(!own.byName.has("waits in the worker"), "the sessions' tasks are apart");
    assert.equal((await child.tasks()).loops.length, 1);
    const inspected = await child.client.request("asyncioInspect", { taskId: waiting.id });
    assert.equal(inspected.task.name, "waits in the worker");
    await program.client.until("the thread's answer", () =>
      /thread: 42/.test(program.client.output("stdout")),
    );
    assert.equal(asked.length, 1, "an executor's thread is no program of the user's");
    assert.equal(child.client.output("stdout"), "", "its output is the program's, and shown once");
  });

  it("ends its session when it ends, and the program goes on", async () => {
    const { program, child } = await launch();
    await child.task("waits in the worker");
    await program.client.request("evaluate", { expression: "globalThis.endWorker()" });
    await child.client.next("terminated");
    await program.client.until("the end", () => /ended: 1/.test(program.client.output("stdout")));
    assert.equal(await program.ended(), 0);
  });

  it("goes on when its session is left", async () => {
    const { program, child } = await launch(["work"]);
    await child.stopped();
    await child.client.request("disconnect");
    await program.client.until("its output", () => /worker: 8/.test(program.client.output("stdout")));
  });

  it("runs at once when the client cannot start sessions, does not want to, or fails to", async () => {
    const said: string[] = [];
    for (const options of [
      {},
      { initialize: CAN_START, launch: { attachWorkers: false } },
      { initialize: CAN_START, onReverseRequest: () => Promise.reject(new Error("not today")) },
    ]) {
      const program = keep(await DebugProgram.launch("threads.ts", { env: ownSessions(), ...options }));
      await program.client.until("its output", () => /worker: 8/.test(program.client.output("stdout")));
      said.push(program.client.output("console"));
    }
    assert.match(said[2]!, /runs without a debugger: not today/);
  });

  it("is found when its loop is blocked, with the task and the code that block it, while the others run", async () => {
    const { program, child } = await launch([], "blocks-in-worker.ts");
    const { client } = child;
    const findings = async () => (await client.request("asyncioDiagnose")).findings;
    const blocker = await child.task("blocker");
    // Nobody asks for it.
    const pushed = await client.next("asyncioTasksChanged", (body) => (body.findings?.length ?? 0) > 0);
    assert.equal(pushed.findings?.[0]?.kind, "blocked-loop");
    const [finding] = await client.poll("the finding", findings, (found) => found.length > 0);
    assert.deepEqual(finding?.taskIds, [blocker.id]);
    assert.deepEqual(
      finding?.sites?.slice(0, 2).map(({ name }) => name),
      ["spin", "block"],
    );
    assert.equal((await child.tasks()).loops[0]?.state, "blocked");
    assert.deepEqual((await program.client.request("asyncioDiagnose")).findings, []);
    await client.request("evaluate", { expression: "globalThis.release = true" });
    await client.next("asyncioTasksChanged", (body) => body.findings?.length === 0);
  });

  it("that is not there is refused", async () => {
    const program = keep(await DebugProgram.launch("threads.ts", { env: ownSessions() }));
    const { systemProcessId } = await program.client.next("process");
    const attach = { processId: systemProcessId, workerId: 4711 };
    await assert.rejects(DebugProgram.attach(FILE, attach, { env: ownSessions() }), /no worker thread 4711/);
  });
});
