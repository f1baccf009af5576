/** Ended by a signal, the return code is the signal, negative. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const ends: ((process: asyncio.subprocess.Process) => void)[] = [
    (process) => process.terminate(),
    (process) => process.kill(),
    (process) => process.sendSignal("SIGINT"),
    (process) => process.sendSignal(12),
  ];
  for (const end of ends) {
    const process = yield* asyncio.createSubprocessExec("sleep", "600");
    end(process);
    print(process.returncode, yield* process.wait(), process.returncode);
  }
}

await asyncio.run(main());
