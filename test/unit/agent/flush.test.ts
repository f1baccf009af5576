import assert from "node:assert/strict";
import { SEND_BINDING } from "../../../src/protocol/index.js";
import * as asyncio from "../../../src/runtime/index.js";
import { AgentClient, rawCommand, registry } from "./agent-client.js";

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

  it("sends many tasks as columns to those who read them, and counts none twice", () =>
    asyncio.run(
      (function* () {
        client.flush();
        const texts: string[] = [];
        const binding = globalThis as unknown as Record<string, (text: string) => void>;
        const receive = binding[SEND_BINDING]!;
        binding[SEND_BINDING] = (text) => {
          texts.push(text);
          receive(text);
        };
        registry().readsColumns = true;
        const event = new asyncio.Event();
        const tasks = Array.from({ length: 50 }, (_, n) =>
          asyncio.createTask(event.wait(), { name: `of many ${n}` }),
        );
        yield* asyncio.sleep(0);
        client.flush();
        delete registry().readsColumns;
        const [text] = texts.filter((each) => each.includes("of many 7"));
        const { tasks: records, taskColumns } = JSON.parse(text!);
        assert.deepEqual(records, []);
        assert.ok(taskColumns.count >= 50);
        assert.equal(client.task("of many 7").awaiting?.kind, "event");
        event.set();
        yield* asyncio.gather(tasks);
      })(),
    ));

  it("answers a page of a snapshot as columns when asked to", () =>
    asyncio.run(
      (function* () {
        const event = new asyncio.Event();
        const tasks = Array.from({ length: 50 }, () => asyncio.createTask(event.wait()));
        yield* asyncio.sleep(0);
        const call = (columns: boolean) => {
          const params = { limit: 5_000, columns };
          return rawCommand(JSON.stringify({ method: "snapshot", params })) as {
            result: { tasks: unknown[]; taskColumns?: { count: number } };
          };
        };
        assert.equal(call(false).result.taskColumns, undefined);
        const { result } = call(true);
        assert.equal(result.tasks.length, 0);
        assert.ok(result.taskColumns!.count > 0);
        event.set();
        yield* asyncio.gather(tasks);
      })(),
    ));

  // A command between any two bytecodes used to make a batch inside of a batch, whose number then came too early: the
  // debugger saw a gap, and read the whole table anew.
  it("makes no batch inside of another one, whatever interrupts it", () =>
    asyncio.run(
      (function* () {
        client.flush();
        const seqs: number[] = [];
        const event = new asyncio.Event();
        const tasks = Array.from({ length: 20 }, () => asyncio.createTask(event.wait()));
        yield* asyncio.sleep(0);
        const binding = globalThis as unknown as Record<string, (text: string) => void>;
        const receive = binding[SEND_BINDING]!;
        const snapshots: number[] = [];
        binding[SEND_BINDING] = (text) => {
          // What the batch contains is not with the debugger yet.
          snapshots.push(client.command("snapshot", { limit: 1 }).seq);
          assert.equal(registry().flush?.(1_000), true, "there is more to come");
          seqs.push(JSON.parse(text).seq);
          receive(text);
        };
        client.flush();
        tasks[0]!.setName("renamed");
        event.set();
        yield* asyncio.gather(tasks);
        client.flush();
        assert.ok(seqs.length >= 2);
        assert.deepEqual(
          seqs,
          seqs.map((_, index) => seqs[0]! + index),
        );
        assert.deepEqual(
          snapshots,
          seqs.map((seq) => seq - 1),
        );
      })(),
    ));

  it("says when that was all", () => {
    registry().flush?.();
    assert.equal(registry().flush?.(1), false);
  });

  // A debugger used to read all tasks anew as long as a flood lasted, a hundred thousand at a time, for want of this.
  it("says of tasks that were told of, and whose end is dropped, that they are gone", () =>
    asyncio.run(
      (function* () {
        const event = new asyncio.Event();
        const count = 15_000;
        const tasks = Array.from({ length: count }, () => asyncio.createTask(event.wait(), { name: "told" }));
        yield* asyncio.sleep(0);
        client.flush();
        const before = client.batches.length;
        event.set();
        yield* asyncio.gather(tasks);
        client.flush();
        const batches = client.batches.slice(before);
        const dropped = batches.reduce((sum, batch) => sum + batch.dropped, 0);
        assert.ok(dropped > 0);
        assert.ok(batches.every((batch) => batch.dropped === 0 || batch.complete));
        const pending = [...client.tasks.values()].filter(
          ({ name, state }) => name === "told" && state === "pending",
        );
        assert.deepEqual(pending, []);
      })(),
    ));

  it("tells how a task ended that was told of, however many others ended at that time", () =>
    asyncio.run(
      (function* () {
        const heron = asyncio.createTask(asyncio.sleep(60), { name: "heron" });
        yield* asyncio.sleep(0);
        client.flush();
        for (let n = 0; n < 15_000; n++) asyncio.createTask(asyncio.sleep(0));
        yield* asyncio.sleep(0);
        yield* asyncio.sleep(0);
        // Later than as many as are kept: it used to be gone without a word.
        heron.cancel();
        yield* asyncio.wait([heron]);
        client.flush();
        assert.equal(client.task("heron").state, "cancelled");
      })(),
    ));

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
