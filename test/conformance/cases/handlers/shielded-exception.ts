/** A task that fails behind a shield that was cancelled is not silent. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* inner() {
  yield* asyncio.sleep(0.02);
  throw new Boom("behind the shield");
}

function* outer(task: asyncio.Task<void>) {
  yield* asyncio.shield(task);
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const reported: string[] = [];
  loop.setExceptionHandler((_, context) => reported.push(show(context.exception)));
  const task = asyncio.createTask(inner());
  const waiting = asyncio.createTask(outer(task));
  yield* asyncio.sleep(0);
  waiting.cancel();
  yield* asyncio.wait([waiting, task] as asyncio.Future[]);
  print(waiting.cancelled(), show(task.exception()));
}

await asyncio.run(main());
