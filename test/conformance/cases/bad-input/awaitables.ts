/** What cannot be awaited is refused by whatever waits, and what else it was given is left alone. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work() {
  return "done";
}

function* main() {
  const future = asyncio.getRunningLoop().createFuture<string>();
  future.setResult("ready");

  function* attempt(name: string, make: () => asyncio.Awaitable<unknown>): asyncio.Coroutine<void> {
    try {
      print(name, yield* make());
    } catch (error) {
      print(name, show(error));
    }
  }

  for (const refused of [5, "text", null] as never[]) {
    yield* attempt("gather", () => asyncio.gather([refused]));
    yield* attempt("gather", () => asyncio.gather([future, refused], { returnExceptions: true }));
  }
  for (const refused of [5, "text", null, [1]] as never[]) {
    yield* attempt("shield", () => asyncio.shield(refused));
    yield* attempt("wait_for", () => asyncio.waitFor(refused, 1));
    yield* attempt("wait_for", () => asyncio.waitFor(refused, null));
    yield* attempt("wait_for", () => asyncio.waitFor(refused, 0));
  }

  function* first(iterable: never): asyncio.Coroutine<unknown> {
    for (const coroutine of asyncio.asCompleted(iterable))
      return yield* coroutine as asyncio.Awaitable<unknown>;
    return null;
  }

  yield* attempt("as_completed", () => first([5] as never));
  yield* attempt("as_completed", () => first([future, null] as never));
  yield* attempt("as_completed", () => first(5 as never));
  yield* attempt("wait", () => asyncio.wait(new Set<never>()));
  yield* attempt("wait", () => asyncio.wait(5 as never));
  yield* attempt("wait", () => asyncio.wait([future], { returnWhen: "ALL" as never }));
  const task = asyncio.createTask(work());
  print(yield* asyncio.gather([task, future]), yield* asyncio.waitFor(future, 0));
}

await asyncio.run(main());
