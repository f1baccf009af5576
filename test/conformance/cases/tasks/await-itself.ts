/** A task that awaits itself gets an error, and can go on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* body(box: asyncio.Task<string>[]): asyncio.Coroutine<string> {
  try {
    yield* box[0] as asyncio.Task<string>;
  } catch (error) {
    print(show(error).split("<")[0]);
  }
  return "went on";
}

function* main() {
  const box: asyncio.Task<string>[] = [];
  box.push(asyncio.createTask(body(box)));
  print(yield* box[0] as asyncio.Task<string>);
}

await asyncio.run(main());
