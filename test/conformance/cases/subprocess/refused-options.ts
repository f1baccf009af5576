/** Options of Popen that make no sense with a loop are refused before anything starts. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const factory = () => new asyncio.SubprocessProtocol();
  function* attempt(coroutine: asyncio.Coroutine<unknown>) {
    try {
      yield* coroutine;
    } catch (error) {
      print(show(error));
    }
  }
  for (const option of [
    { universalNewlines: true },
    { text: true },
    { encoding: "utf-8" },
    { errors: "strict" },
    { bufsize: 4096 },
    { shell: true },
  ]) {
    yield* attempt(loop.subprocessExec(factory, "true", option as object));
  }
  yield* attempt(loop.subprocessShell(factory, "true", { shell: false } as object));
  yield* attempt(asyncio.createSubprocessShell("true", { text: true } as object));
}

await asyncio.run(main());
