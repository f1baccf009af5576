import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";

function* turns(n: number) {
  for (let i = 0; i < n; i++) yield* asyncio.sleep(0);
}

function* fails() {
  yield* turns(1);
  throw new Error("failed");
}

describe("a cancelled gather that returns exceptions", () => {
  it("is cancelled with the message of its last child, which may have ended before without one", async () => {
    const messageOf = (coroutines: readonly [asyncio.Coroutine<void>, asyncio.Coroutine<void>]) =>
      asyncio.run(
        (function* () {
          const gathered = asyncio.gather(coroutines, { returnExceptions: true });
          yield* turns(3);
          gathered.cancel("why");
          try {
            yield* gathered;
          } catch (error) {
            assert.ok(error instanceof asyncio.CancelledError);
            return error.message;
          }
          return "not cancelled";
        })(),
      );
    // CPython 3.13 prints the same for the same program.
    assert.equal(await messageOf([turns(9), fails()]), "");
    assert.equal(await messageOf([fails(), turns(9)]), "why");
  });
});

describe("a single future where a list of them belongs", () => {
  it("is refused by its type's name", async () => {
    const refused = (f: (task: asyncio.Task<void>) => unknown) =>
      asyncio.run(
        (function* () {
          const task = asyncio.createTask(turns(0));
          yield* task;
          assert.throws(() => f(task), /not Task$/);
        })(),
      );
    await refused((task) => asyncio.wait(task as never).next());
    await refused((task) => asyncio.asCompleted(task as never));
  });
});
