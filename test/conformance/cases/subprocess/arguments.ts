/** Arguments reach the program as they are, whatever the shell would make of them. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE, STDOUT } = asyncio.subprocess;

function* main() {
  const given = ["a b", "c'd", '"e"', "$HOME", "", "*", "\\"];
  const options = { stdout: PIPE, stderr: STDOUT } as const;
  let process = yield* asyncio.createSubprocessExec("printf", "[%s]", ...given, options);
  let [stdout] = yield* process.communicate();
  print(new TextDecoder().decode(stdout));
  process = yield* asyncio.createSubprocessExec(
    "sh",
    "-c",
    'printf "[%s]" "$@" >&2',
    "sh",
    ...given,
    options,
  );
  [stdout] = yield* process.communicate();
  print(new TextDecoder().decode(stdout));
}

await asyncio.run(main());
