/** The folder that it runs in, and the whole of its environment. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer, tuple } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* main() {
  const script = "pwd; echo $COLOUR.$HOME.";
  const shell = yield* asyncio.createSubprocessShell(script, {
    stdout: PIPE,
    cwd: "/usr",
    env: { COLOUR: "blue" },
  });
  print(tuple(yield* shell.communicate()));
  const options = { stdout: PIPE, env: { A: "1", B: "x=y" } } as const;
  const process = yield* asyncio.createSubprocessExec("/usr/bin/env", options);
  const [stdout] = yield* process.communicate();
  print(new TextDecoder().decode(stdout).trim().split("\n").sort());
  try {
    yield* asyncio.createSubprocessExec("env", { env: { PATH: "/no/such/folder" } });
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
