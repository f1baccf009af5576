/** A command of the shell: quoting, pipelines, its exit code. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* main() {
  for (const command of [
    "echo one; exit 3",
    "printf 'a b' | tr a-z A-Z",
    "no-such-command 2>/dev/null",
    "kill -TERM $$",
  ]) {
    const process = yield* asyncio.createSubprocessShell(command, { stdout: PIPE });
    const [stdout] = yield* process.communicate();
    print(command, stdout, process.returncode);
  }
}

await asyncio.run(main());
