/** Callbacks run in the context of whoever asked for them, or in the one that was given. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const variable = new asyncio.ContextVar("var", { default: "none" });

function* main() {
  const loop = asyncio.getRunningLoop();
  const given = asyncio.copyContext();
  given.run(() => variable.set("given"));
  const future = loop.createFuture();
  const showValue = (what: unknown) => print(typeof what === "string" ? what : "done", variable.get());
  variable.set("first");
  loop.callLater(0.01, showValue, "timer");
  future.addDoneCallback(showValue);
  future.addDoneCallback(showValue, { context: given });
  variable.set("second");
  loop.callSoon(showValue, "soon");
  loop.callSoon(() => variable.set("changed by a callback"));
  yield* asyncio.sleep(0);
  print(variable.get());
  future.setResult(null);
  yield* asyncio.sleep(0.02);
}

await asyncio.run(main());
