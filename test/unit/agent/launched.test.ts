import assert from "node:assert/strict";
import {
  BRIDGE,
  type ChangesMessage,
  type HelloMessage,
  SEND_BINDING,
  type TaskInfo,
} from "../../../src/protocol/index.js";
import type { CdpClient } from "../preload/cdp-client.js";
import { until, Workplace } from "../preload/launched-program.js";

const PROGRAMS = {
  "waits.ts": `
    import * as asyncio from "loopscope";
    function* worker(lock: asyncio.Lock) { yield* lock.acquire(); }
    function* main() {
      const lock = new asyncio.Lock({ name: "l" });
      yield* lock.acquire();
      yield* asyncio.createTask(worker(lock), { name: "w" });
    }
    asyncio.run(main()).catch((error) => console.log("ended by", String(error)));
  `,
  "blocks.ts": `
    import * as asyncio from "loopscope";
    function* spin() { yield* asyncio.sleep(0); while (true) {} }
    asyncio.run(spin());
  `,
  "two.mts": `
    import * as asyncio from "loopscope";
    import { createRequire } from "node:module";
    const other = createRequire(import.meta.url)("loopscope") as typeof asyncio;
    function* one() { yield* asyncio.sleep(3600); }
    function* two() { yield* other.sleep(3600); }
    asyncio.run(one());
    other.run(two());
  `,
  "steps.ts": `
    import * as asyncio from "loopscope";
    function* child() {
      yield* asyncio.sleep(0.01); // first
      return 1;
    }
    function* other() { for (;;) yield* asyncio.sleep(0); }
    function* main() {
      asyncio.createTask(other());
      for (;;) yield* child();
    }
    asyncio.run(main());
  `,
  "serves.ts": `
    import { createServer } from "node:net";
    import * as asyncio from "loopscope";
    createServer().listen(0, "127.0.0.1");
    asyncio.run((function* () { yield* asyncio.getRunningLoop().createFuture(); })());
  `,
  "brief.ts": `
    import * as asyncio from "loopscope";
    function* main() { return 42; }
    await asyncio.run(main());
  `,
};

describe("the agent in a launched program", () => {
  let place: Workplace;
  beforeEach(() => {
    place = new Workplace(PROGRAMS);
  });
  afterEach(() => place.dispose());

  async function launched(program: string) {
    const launch = await place.launch([program]);
    const { owner } = launch;
    await owner.request("Runtime.enable");
    await owner.request("Runtime.addBinding", { name: SEND_BINDING });
    await owner.request("Debugger.enable");
    await owner.request(BRIDGE.start);
    return launch;
  }

  /** A task, as soon as the agent has told of it in such a state. */
  async function task(owner: CdpClient, matches: (task: TaskInfo) => boolean): Promise<TaskInfo> {
    const { tasks } = await owner.agentMessage<ChangesMessage>(
      (message) => message.kind === "changes" && message.tasks.some(matches),
    );
    return tasks.find(matches) as TaskInfo;
  }

  it("introduces itself when the runtime is loaded, and tells of the tasks", async () => {
    const { owner } = await launched("waits.ts");
    const hello = await owner.agentMessage<HelloMessage>(({ kind }) => kind === "hello");
    assert.match(hello.runtimeScripts[0] ?? "", /^file:.*runtime\/index\.mjs$/);
    const w = await task(owner, ({ name, awaiting }) => name === "w" && awaiting?.kind === "lock");
    assert.equal(w.coroutine, "worker");
    assert.match(w.createdAt?.path ?? "", /waits\.ts$/);
    assert.equal(w.createdAt?.line, 7);
  });

  it("tells of everything before the process is gone", async () => {
    const { owner, ended } = await launched("brief.ts");
    const main = await task(owner, ({ coroutine, state }) => coroutine === "main" && state === "done");
    assert.equal(main.outcome?.result, "42");
    assert.equal((await ended).code, 0);
  });

  it("carries a cancellation out after the program that stood still goes on", async () => {
    const { owner, output } = await launched("waits.ts");
    const w = await task(owner, ({ name, awaiting }) => name === "w" && awaiting?.kind === "lock");
    // An idle program stops at the next code that runs.
    await owner.request("Debugger.pause");
    void owner.request("Runtime.evaluate", { expression: "0" });
    await owner.notification("Debugger.paused");
    assert.deepEqual(await owner.agent("cancel", { taskId: w.id, message: "by hand" }), { requested: 1 });
    await owner.request("Debugger.resume");
    await until(() => output().includes("ended by CancelledError: by hand"));
  });

  it("answers for a loop that is blocked, and which task blocks it", async () => {
    const { owner } = await launched("blocks.ts");
    const { params } = await owner.notification(BRIDGE.blocked);
    assert.ok(Number(params?.sinceMs) <= Date.now());
    const { loops } = (await owner.agent("pulse")) as {
      loops: { state: string; currentTaskId: number; blockedSinceMs: number }[];
    };
    assert.equal(loops[0]?.state, "blocked");
    assert.ok(loops[0].blockedSinceMs > 0);
    const { task } = (await owner.agent("inspect", { taskId: loops[0].currentTaskId })) as { task: TaskInfo };
    assert.equal(task.coroutine, "spin");
    assert.equal(task.state, "running");
  });

  it("answers for two copies of the runtime, under ids of one count", async () => {
    const { owner } = await launched("two.mts");
    const one = await task(
      owner,
      ({ coroutine, awaiting }) => coroutine === "one" && awaiting?.kind === "sleep",
    );
    const two = await task(
      owner,
      ({ coroutine, awaiting }) => coroutine === "two" && awaiting?.kind === "sleep",
    );
    assert.notEqual(one.id, two.id);
    assert.notEqual(one.loopId, two.loopId);
    const { tasks } = (await owner.agent("snapshot", { limit: 1 })) as { tasks: TaskInfo[] };
    assert.equal(tasks.length, 1);
    const hello = (await owner.agent("subscribe")) as unknown as HelloMessage;
    assert.deepEqual(
      hello.runtimeScripts.map((script) => /index\.\w+$/.exec(script)?.[0]),
      ["index.mjs", "index.cjs"],
    );
    for (const { id } of [one, two])
      assert.deepEqual(await owner.agent("cancel", { taskId: id }), { requested: 1 });
  });

  it("knows what keeps Node busy beside the loop's own timers", async () => {
    const busy = async (program: string): Promise<unknown> => {
      const { owner } = await launched(program);
      await task(owner, ({ awaiting }) => awaiting !== undefined);
      const { loops } = (await owner.agent("pulse")) as { loops: { hostResources: string[] }[] };
      return loops[0]?.hostResources;
    };
    assert.deepEqual(await busy("waits.ts"), []);
    assert.deepEqual(await busy("serves.ts"), ["TCPServerWrap"]);
  });

  describe("stepping", () => {
    interface Frame {
      readonly functionName: string;
      readonly location: { readonly scriptId: string; readonly lineNumber: number };
    }

    async function pausedAt(owner: CdpClient): Promise<Frame & { readonly url: unknown }> {
      const { params } = await owner.notification("Debugger.paused");
      const [frame] = (params as { callFrames: Frame[] }).callFrames;
      if (frame === undefined) throw new Error("paused nowhere");
      const script = owner.unread.find(
        ({ method, params }) =>
          method === "Debugger.scriptParsed" && params?.scriptId === frame.location.scriptId,
      );
      return { ...frame, url: script?.params?.url };
    }

    /** Steps in from the trap, as a debugger does that steps over the runtime. */
    async function stepIntoCoroutine(owner: CdpClient): Promise<Frame> {
      const patterns = ["runtime/index\\.[cm]js$", "^node:"];
      await owner.request("Debugger.setBlackboxPatterns", { patterns });
      for (;;) {
        await owner.request("Debugger.stepInto");
        const frame = await pausedAt(owner);
        if (String(frame.url).endsWith("steps.ts")) return frame;
      }
    }

    it("traps the next resume of the task at or below a depth", async () => {
      const { owner } = await launched("steps.ts");
      const main = await task(owner, ({ coroutine }) => coroutine === "main");
      await owner.agent("armStep", { taskId: main.id, resumeDepth: 1, startDepth: -1 });
      const trap = await pausedAt(owner);
      assert.equal(trap.url, "loopscope-trap.js");
      assert.deepEqual(await owner.agent("current"), { taskId: main.id, depth: 1 });
      const frame = await stepIntoCoroutine(owner);
      assert.equal(frame.functionName, "child");
    });

    it("traps the start of a coroutine at a depth", async () => {
      const { owner } = await launched("steps.ts");
      const main = await task(owner, ({ coroutine }) => coroutine === "main");
      await owner.agent("armStep", { taskId: main.id, resumeDepth: -1, startDepth: 1 });
      assert.equal((await pausedAt(owner)).url, "loopscope-trap.js");
      const frame = await stepIntoCoroutine(owner);
      assert.equal(frame.functionName, "child");
      assert.equal(frame.location.lineNumber, 3);
    });

    it("traps nothing once it is disarmed", async () => {
      const { owner } = await launched("steps.ts");
      const main = await task(owner, ({ coroutine }) => coroutine === "main");
      await owner.agent("armStep", { taskId: main.id, resumeDepth: -1, startDepth: 77 });
      await owner.agent("disarmStep");
      const steps = main.counters?.steps ?? 0;
      await task(owner, ({ id, counters }) => id === main.id && (counters?.steps ?? 0) > steps + 2);
      assert.ok(!owner.unread.some(({ method }) => method === "Debugger.paused"));
    });
  });
});
