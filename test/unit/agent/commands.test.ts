import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { observer } from "../../../src/runtime/instrumentation.js";
import { stepTrap } from "../../../src/runtime/step_trap.js";
import { AgentClient, rawCommand, registry } from "./agent-client.js";

function* forever(): asyncio.Coroutine<void> {
  yield* asyncio.getRunningLoop().createFuture<void>();
}

/** Lets actions that the agent has put off come to pass. */
function* untilDone(task: asyncio.Task<unknown>): asyncio.Coroutine<void> {
  yield* asyncio.wait([task]);
}

describe("the agent", () => {
  it("sleeps until it is asked, and again when the last client has left", () => {
    assert.equal(observer.current, null);
    const client = new AgentClient();
    assert.notEqual(observer.current, null);
    assert.equal(client.hellos.length, 1);
    const second = client.command("subscribe", {});
    assert.equal(second.language, "typescript");
    assert.equal(client.hellos.length, 1);
    client.command("unsubscribe", {});
    assert.notEqual(observer.current, null);
    client.close();
    assert.equal(observer.current, null);
    client.close();
    assert.equal(observer.current, null);
  });

  it("introduces itself", () => {
    const client = new AgentClient();
    const hello = client.hellos[0] ?? assert.fail("no hello");
    assert.equal(hello.pid, process.pid);
    assert.equal(hello.host, process.versions.node);
    assert.equal(hello.trapScript, "loopscope-trap.js");
    assert.equal(hello.runtimeScripts.length, 1);
    client.close();
  });

  it("schedules nothing while nothing changes", async () => {
    const client = new AgentClient();
    client.flush();
    const before = client.batches.length;
    await new Promise((resolve) => setImmediate(resolve));
    client.flush();
    assert.equal(client.batches.length, before);
    client.close();
  });

  describe("given nonsense", () => {
    const refusals: [string, RegExp][] = [
      ["{", /not JSON/],
      ["[]", /not an object/],
      ["{}", /without a method/],
      ['{"method":"toString"}', /unknown command toString/],
      ['{"method":"snapshot","params":[]}', /params are not an object/],
      ['{"method":"snapshot","params":{"cursor":"x"}}', /cursor must be an integer/],
      ['{"method":"snapshot","params":{"limit":0}}', /limit must be above zero/],
      ['{"method":"cancel","params":{}}', /taskId must be an integer/],
      ['{"method":"cancel","params":{"taskId":987654321}}', /there is no task 987654321/],
      ['{"method":"inspect","params":{"taskId":1.5}}', /taskId must be an integer/],
      ['{"method":"setDebug","params":{"enabled":"yes"}}', /enabled must be a boolean/],
      ['{"method":"setDebug","params":{"enabled":true,"loopId":987654321}}', /there is no loop/],
      ['{"method":"armStep","params":{"taskId":987654321}}', /there is no task/],
    ];
    let client: AgentClient;
    before(() => {
      client = new AgentClient();
    });
    after(() => client.close());
    for (const [text, wording] of refusals) {
      it(`refuses ${text}`, () => {
        const reply = rawCommand(text) as { ok: boolean; error: string };
        assert.equal(reply.ok, false);
        assert.match(reply.error, wording);
      });
    }
  });

  describe("asked to cancel", () => {
    let client: AgentClient;
    beforeEach(() => {
      client = new AgentClient();
    });
    afterEach(() => client.close());

    function cancel(name: string, options: { message?: string; subtree?: boolean } = {}): number {
      return client.command("cancel", { taskId: client.task(name).id, ...options }).requested;
    }

    it("tells beforehand whom it would reach, and where a shield stops it", () =>
      asyncio.run(
        (function* () {
          const kept = asyncio.createTask(forever(), { name: "kept" });
          const child = asyncio.createTask(forever(), { name: "child" });
          const outer = asyncio.createTask(
            (function* () {
              yield* asyncio.gather([child, asyncio.shield(kept)]);
            })(),
            { name: "outer" },
          );
          yield* asyncio.sleep(0.001);
          const taskId = client.task("outer").id;
          const preview = client.command("cancelPreview", { taskId });
          assert.deepEqual(client.names(preview.taskIds), ["outer", "child"]);
          assert.deepEqual(
            preview.shields.map((shield) => [shield.taskId, client.names(shield.innerTaskIds)]),
            [[taskId, ["kept"]]],
          );
          assert.equal(outer.cancelling(), 0, "a preview asks nobody");
          assert.equal(cancel("outer", { subtree: true }), preview.taskIds.length);
          yield* untilDone(outer);
          assert.ok(child.cancelled());
          assert.ok(!kept.done());
          kept.cancel();
        })(),
      ));

    it("does so in the loop, not at once, with the words given", () =>
      asyncio.run(
        (function* () {
          const task = asyncio.createTask(forever(), { name: "t" });
          yield* asyncio.sleep(0);
          assert.equal(cancel("t", { message: "by hand" }), 1);
          assert.equal(task.cancelling(), 0);
          yield* untilDone(task);
          assert.ok(task.cancelled());
          const { cancels, outcome } = client.task("t");
          assert.deepEqual(outcome, { cancelMessage: "by hand" });
          assert.deepEqual(
            cancels?.map(({ atMs, ...rest }) => rest),
            [{ message: "by hand", byDebugger: true }],
          );
        })(),
      ));

    it("asks nobody for an ended task", () =>
      asyncio.run(
        (function* () {
          const task = asyncio.createTask(asyncio.sleep(0), { name: "t" });
          yield* task;
          assert.equal(cancel("t"), 0);
        })(),
      ));

    it("asks a whole subtree, each task once", () =>
      asyncio.run(
        (function* () {
          const leaves = ["a", "b"].map((name) => asyncio.createTask(forever(), { name }));
          function* parent() {
            yield* asyncio.gather(leaves);
          }
          const middle = asyncio.createTask(parent(), { name: "middle" });
          const root = asyncio.createTask(
            (function* () {
              yield* asyncio.wait([middle]);
            })(),
            { name: "root" },
          );
          yield* asyncio.sleep(0);
          yield* asyncio.sleep(0);
          assert.equal(cancel("root", { subtree: true }), 4);
          yield* asyncio.wait([root, middle, ...leaves]);
          for (const name of ["root", "middle", "a", "b"]) {
            assert.equal(client.task(name).state, "cancelled");
            assert.equal(client.task(name).counters?.cancelRequests, 1, name);
          }
        })(),
      ));

    it("leaves what wait waits for alone without a subtree", () =>
      asyncio.run(
        (function* () {
          const child = asyncio.createTask(forever(), { name: "child" });
          const root = asyncio.createTask(asyncio.wait([child]), { name: "root" });
          yield* asyncio.sleep(0);
          assert.equal(cancel("root"), 1);
          yield* untilDone(root);
          assert.equal(client.task("child").state, "pending");
          child.cancel();
        })(),
      ));

    it("stops at a shield, which keeps the task inside", () =>
      asyncio.run(
        (function* () {
          const inside = asyncio.createTask(forever(), { name: "inside" });
          const root = asyncio.createTask(
            (function* () {
              yield* asyncio.shield(inside);
            })(),
            { name: "root" },
          );
          yield* asyncio.sleep(0);
          assert.equal(cancel("root", { subtree: true }), 1);
          yield* untilDone(root);
          assert.equal(client.task("inside").state, "pending");
          inside.cancel();
        })(),
      ));
  });

  it("switches debug mode of the loop, and of those to come", async () => {
    const client = new AgentClient();
    await asyncio.run(
      (function* () {
        const loop = asyncio.getRunningLoop();
        assert.deepEqual(client.command("setDebug", { enabled: true }), { enabled: true });
        while (!loop.getDebug()) yield* asyncio.sleep(0);
        assert.equal([...client.flush().loops.values()].at(-1)?.debug, true);
      })(),
    );
    await asyncio.run(
      (function* () {
        assert.equal(asyncio.getRunningLoop().getDebug(), true);
        client.command("setDebug", { enabled: false });
        while (asyncio.getRunningLoop().getDebug()) yield* asyncio.sleep(0);
      })(),
    );
    client.close();
  });

  it("arms a step for one task, and takes it back when that task ends", async () => {
    const client = new AgentClient();
    await asyncio.run(
      (function* () {
        const future = asyncio.getRunningLoop().createFuture<void>();
        const task = asyncio.createTask(
          (function* () {
            yield* future;
          })(),
          { name: "t" },
        );
        yield* asyncio.sleep(0);
        const { id } = client.task("t");
        client.command("armStep", { taskId: id, resumeDepth: -1, startDepth: 99 });
        assert.notEqual(stepTrap.current, null);
        future.setResult();
        yield* task;
        assert.equal(stepTrap.current, null);
        client.command("disarmStep", {});
      })(),
    );
    client.close();
  });

  it("traps the next resume of one coroutine, once, whoever steps, and only where the task resumes it", async () => {
    const client = new AgentClient();
    await asyncio.run(
      (function* () {
        const gate = asyncio.getRunningLoop().createFuture<void>();
        const inner = (function* () {
          yield* gate;
        })();
        const task = asyncio.createTask(
          (function* () {
            yield* inner;
          })(),
          { name: "t" },
        );
        yield* asyncio.sleep(0);
        const { id } = client.task("t");
        const { trapResume, resumeToken } = registry();
        assert.equal(
          trapResume?.(id, function* () {}, 7),
          false,
          "nobody's",
        );
        assert.equal(trapResume?.(id + 1_000, inner, 7), false, "of another task");
        assert.equal(stepTrap.current, null);
        assert.equal(trapResume?.(id, inner, 7), true);
        assert.equal(resumeToken?.(inner), 7);
        assert.equal(trapResume?.(id, inner, 0), true);
        assert.equal(resumeToken?.(inner), 0);
        assert.equal(stepTrap.current, null, "taken back");
        trapResume?.(id, inner, 8);
        gate.setResult();
        yield* task;
        assert.equal(resumeToken?.(inner), 0);
        assert.equal(stepTrap.current, null, "trapped once");
      })(),
    );
    client.close();
  });

  it("forgets the trap of a coroutine whose task ends without it", async () => {
    const client = new AgentClient();
    await asyncio.run(
      (function* () {
        const stuck = (function* (): asyncio.Coroutine<void> {
          yield* forever();
        })();
        const task = asyncio.createTask(stuck, { name: "t" });
        yield* asyncio.sleep(0);
        registry().trapResume?.(client.task("t").id, stuck, 9);
        task.cancel();
        yield* untilDone(task);
        assert.equal(stepTrap.current, null);
      })(),
    );
    client.close();
  });
});
