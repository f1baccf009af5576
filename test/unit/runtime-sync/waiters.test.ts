import assert from "node:assert/strict";
import fc from "fast-check";
import type { Future } from "../../../src/runtime/index.js";
import { type Waiter, WaiterList } from "../../../src/runtime/waiters.js";
import { manualLoop } from "../../support/loop-on-manual-host.js";

/** What a test does next: a number stands for removing the waiter at that place. */
type Action = "append" | "shift" | number;

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.constantFrom("append" as const, "shift" as const),
  fc.nat(9),
);
const actions = fc.array(action);

describe("a list of waiters", () => {
  it("is as an array that items are taken out of anywhere", () => {
    const { loop } = manualLoop();
    fc.assert(
      fc.property(actions, (list) => {
        const waiters = new WaiterList();
        let model: Waiter[] = [];
        for (const action of list) {
          if (action === "append") {
            model.push(waiters.append(loop.createFuture()));
          } else if (action === "shift") {
            assert.equal(waiters.shift(), model.shift()?.future ?? null);
          } else {
            const waiter = model[action];
            if (waiter === undefined) continue;
            model = model.filter((other) => other !== waiter);
            waiters.remove(waiter);
            waiters.remove(waiter);
          }
          assert.deepEqual(
            [...waiters],
            model.map((waiter) => waiter.future),
          );
          assert.equal(waiters.size, model.length);
          assert.equal(waiters.first(), model[0]?.future ?? null);
        }
      }),
    );
  });

  it("wakes those who sleep, from the longest waiter on, and no more than asked", () => {
    const { loop } = manualLoop();
    const waiters = new WaiterList();
    const futures: Future[] = [];
    for (let i = 0; i < 5; i++) {
      const future = loop.createFuture();
      futures.push(future);
      waiters.append(future);
    }
    futures[1]?.cancel();
    waiters.wake(2);
    assert.deepEqual(
      futures.map((future) => future.done()),
      [true, true, true, false, false],
    );
    assert.equal(waiters.firstPending(), futures[3]);
    waiters.wake();
    assert.equal(waiters.firstPending(), null);
    assert.equal(waiters.allCancelled(), false);
  });
});
