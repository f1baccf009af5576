/** Cancelled in the middle, communicate leaves a process that can be ended and waited for. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer, tuple } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* main() {
  const cat = yield* asyncio.createSubprocessExec("cat", { stdin: PIPE, stdout: PIPE });
  cat.stdin.write(b("before"));
  try {
    yield* asyncio.asyncWith(asyncio.timeout(0.05), () => cat.stdout.readexactly(100));
  } catch (error) {
    print(show(error));
  }
  print(tuple(yield* cat.communicate(b(" and after"))), cat.returncode);
  const process = yield* asyncio.createSubprocessExec("sleep", "600", { stdout: PIPE });
  try {
    yield* asyncio.waitFor(process.communicate(), 0.05);
  } catch (error) {
    print(show(error));
  }
  process.kill();
  print(tuple(yield* process.communicate()), process.returncode);
}

await asyncio.run(main());
