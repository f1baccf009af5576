/** A coroutine that yields something else than a future gets an error where it did. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* yields(value: unknown): asyncio.Coroutine<void> {
  yield value as undefined;
}

function* body() {
  try {
    yield* yields(42);
  } catch (error) {
    print(show(error));
  }
  yield* yields(null);
  print("None is one turn");
  return "went on";
}

function* main() {
  print(yield* asyncio.createTask(body()));
}

await asyncio.run(main());
