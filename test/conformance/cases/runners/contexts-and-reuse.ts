/** A runner keeps one loop and one context for all that it runs. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const variable = new asyncio.ContextVar("var", { default: "none" });

function* work(value: string) {
  const before = variable.get();
  variable.set(value);
  return before;
}

const runner = new asyncio.Runner();
const loop = runner.getLoop();
print([await runner.run(work("a")), await runner.run(work("b")), await runner.run(work("c"))]);
print(variable.get(), runner.getLoop() === loop);
const own = asyncio.copyContext();
print(await runner.run(work("d"), { context: own }), own.get(variable), await runner.run(work("e")));
await runner.close();
print(loop.isClosed());
for (const refused of [() => runner.getLoop(), () => runner.run(work("never"))]) {
  try {
    await refused();
  } catch (error) {
    print(show(error));
  }
}
await runner.close();
