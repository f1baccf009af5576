/** Many processes at once, each with its own output and code. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* run(number: number) {
  const script = `read line; echo $line; exit ${number}`;
  const process = yield* asyncio.createSubprocessShell(script, { stdin: PIPE, stdout: PIPE });
  const [stdout] = yield* process.communicate(b(`hello ${number}\n`));
  return [stdout, process.returncode];
}

function* main() {
  for (const outcome of yield* asyncio.gather(Array.from({ length: 8 }, (_, number) => run(number)))) {
    print(...outcome);
  }
}

await asyncio.run(main());
