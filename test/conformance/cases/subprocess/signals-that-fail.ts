/** A process that was waited for gets no signal; a number that is no signal is refused. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const process = yield* asyncio.createSubprocessExec("sleep", "600");
  for (const number of [999, -1]) {
    try {
      process.sendSignal(number);
    } catch (error) {
      print(show(error));
    }
  }
  process.sendSignal(0);
  process.kill();
  yield* process.wait();
  for (const call of [() => process.kill(), () => process.terminate(), () => process.sendSignal(15)]) {
    try {
      call();
    } catch (error) {
      print(show(error));
    }
  }
  print(process.returncode);
}

await asyncio.run(main());
