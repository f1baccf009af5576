import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { StepOrder } from "../../../src/adapter/execution/step-order.js";

const NEVER = new Promise<never>(() => {});

/** Settles after everything that is settled already has been told. */
const told = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("the order of steps", () => {
  it("begins each where the one before has arrived", async () => {
    const order = new StepOrder(NEVER);
    const begun: [string, boolean][] = [];
    const run = (name: string, threadId: number) =>
      order.run(threadId, async (follows) => void begun.push([name, follows]));
    const all = Promise.all([run("a", 2), run("b", 2), run("c", 3)]);
    await told();
    assert.deepEqual(begun, [["a", false]]);
    order.stopped(true);
    await told();
    assert.deepEqual(begun.slice(1), [["b", true]]);
    order.stopped(true);
    await all;
    assert.deepEqual(begun.slice(2), [["c", false]], "of another thread: it is that one's step");
  });

  it("gives up those that wait when the program stops elsewhere, and no later one", async () => {
    const order = new StepOrder(NEVER);
    const begun: string[] = [];
    const run = (name: string) => order.run(2, async () => void begun.push(name));
    const first = run("a");
    const waiting = Promise.allSettled([run("b"), run("c")]);
    await first;
    order.stopped(false);
    const outcomes = await waiting;
    for (const outcome of outcomes) {
      assert.match(String((outcome as PromiseRejectedResult).reason), /stopped elsewhere/);
    }
    await run("d");
    assert.deepEqual(begun, ["a", "d"]);
  });

  it("lets a step that is refused hold up nobody", async () => {
    const order = new StepOrder(NEVER);
    const refused = order.run(2, () => Promise.reject(new Error("frozen")));
    let follows: boolean | undefined;
    const next = order.run(2, async (after) => {
      follows = after;
    });
    await assert.rejects(refused, /frozen/);
    await next;
    assert.equal(follows, false);
  });

  it("gives up those that wait when the program ends", async () => {
    let end: () => void = () => {};
    const order = new StepOrder(
      new Promise<void>((resolve) => {
        end = resolve;
      }),
    );
    await order.run(2, async () => {});
    const waiting = order.run(2, async () => assert.fail("it has no program"));
    end();
    await assert.rejects(waiting, /stopped elsewhere/);
  });
});
