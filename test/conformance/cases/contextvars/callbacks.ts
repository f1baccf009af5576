/** Callbacks run in the context of the moment they were scheduled in, timers and done callbacks, too. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const variable = new asyncio.ContextVar<string>("var");

function callback(name: string): void {
  print(name, variable.get());
  variable.set(`set by ${name}`);
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const future = loop.createFuture();
  variable.set("soon");
  loop.callSoon(callback, "call_soon");
  variable.set("later");
  loop.callLater(0.02, callback, "call_later");
  variable.set("done callback");
  future.addDoneCallback(() => callback("done"));
  const other = asyncio.copyContext();
  other.run(() => variable.set("given"));
  future.addDoneCallback(() => callback("given"), { context: other });
  variable.set("main");
  future.setResult(null);
  yield* asyncio.sleep(0.04);
  print("main", variable.get(), "other", other.get(variable));
}

await asyncio.run(main());
