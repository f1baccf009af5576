/** An exception that nobody retrieved goes to the handler; one that was seen does not. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* fail(name: string) {
  throw new Boom(name);
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const reported: string[] = [];

  function handler(_which: unknown, context: asyncio.ExceptionContext): void {
    reported.push(`${context.message}: ${show(context.exception)}`);
  }

  loop.setExceptionHandler(handler);
  const seen = asyncio.createTask(fail("seen"));
  const lost = asyncio.createTask(fail("lost"));
  const future = loop.createFuture();
  future.setException(new Boom("lost in a future"));
  yield* asyncio.wait([seen, lost]);
  seen.exception();
  return reported;
}

const reported = await asyncio.run(main());
for (const line of reported.sort()) print(line);
