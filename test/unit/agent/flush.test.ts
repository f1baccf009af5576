import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { AgentClient, registry } from "./agent-client.js";

const TASKS = 3_000;

describe("the agent, asked to send what it has gathered", () => {
  let client: AgentClient;
  beforeEach(() => {
    client = new AgentClient();
  });
  afterEach(() => client.close());

  it("does so in slices, each task once, however the tasks change between them", () =>
    asyncio.run(
      (function* () {
        const event = new asyncio.Event();
        const tasks = Array.from({ length: TASKS }, () => asyncio.createTask(event.wait()));
        yield* asyncio.sleep(0);
        let slices = 1;
        while (registry().flush?.(0.05) === true) {
          slices++;
          assert.ok(slices <= TASKS, "each slice sends something");
          // Sent already, or not yet: it is sent again as it is now.
          tasks[(slices * 7) % TASKS]?.setName(`renamed ${slices}`);
          tasks[(slices * 7) % TASKS]?.cancel();
          yield* asyncio.sleep(0);
        }
        assert.ok(slices > 1);
        assert.equal(
          client.batches.reduce((sum, { dropped }) => sum + dropped, 0),
          0,
        );
        const known = [...client.tasks.values()].filter(({ coroutine }) => coroutine === "wait");
        assert.equal(known.length, TASKS);
        const cancelled = tasks.filter((task) => task.cancelled()).length;
        assert.equal(known.filter(({ state }) => state === "cancelled").length, cancelled);
        event.set();
        yield* asyncio.gather(tasks, { returnExceptions: true });
      })(),
    ));

  it("says when that was all", () => {
    registry().flush?.();
    assert.equal(registry().flush?.(1), false);
  });

  it("counts what a flood of short tasks is too much for, and loses none that lasts", () =>
    asyncio.run(
      (function* () {
        const lasting = asyncio.createTask(asyncio.sleep(60), { name: "lasting" });
        client.flush();
        const before = client.batches.length;
        const count = 15_000;
        for (let n = 0; n < count; n++) asyncio.createTask(asyncio.sleep(0), { name: "short" });
        yield* asyncio.sleep(0);
        yield* asyncio.sleep(0);
        client.flush();
        const batches = client.batches.slice(before);
        const dropped = batches.reduce((sum, batch) => sum + batch.dropped, 0);
        const ended = new Set(
          batches.flatMap(({ tasks }) => tasks.filter(({ state }) => state === "done").map(({ id }) => id)),
        );
        assert.ok(dropped > 0);
        assert.equal(ended.size + dropped, count, "each is told, or counted");
        assert.equal(client.task("lasting").state, "pending");
        lasting.cancel();
      })(),
    ));
});
