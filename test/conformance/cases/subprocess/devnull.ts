/** DEVNULL: nothing to read, and nothing of what is written comes back. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer, tuple } from "../../harness.js";

const print = tracer(import.meta.url);
const { DEVNULL, PIPE } = asyncio.subprocess;

function* main() {
  const cat = yield* asyncio.createSubprocessExec("cat", { stdin: DEVNULL, stdout: PIPE });
  print(cat.stdin, tuple(yield* cat.communicate()));
  const script = "echo out; echo error >&2";
  const shell = yield* asyncio.createSubprocessShell(script, { stdout: DEVNULL, stderr: DEVNULL });
  print(shell.stdout, shell.stderr, tuple(yield* shell.communicate()), shell.returncode);
}

await asyncio.run(main());
