/** What is no text cannot be a program, an argument or a command. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* attempt(coroutine: asyncio.Coroutine<unknown>) {
  try {
    yield* coroutine;
  } catch (error) {
    print(show(error));
  }
}

function* main() {
  const no = (value: unknown) => value as string;
  yield* attempt(asyncio.createSubprocessExec(no(5)));
  yield* attempt(asyncio.createSubprocessExec("ls", no(5)));
  yield* attempt(asyncio.createSubprocessExec("ls", no(null)));
  yield* attempt(asyncio.createSubprocessShell(no(5)));
  yield* attempt(asyncio.createSubprocessShell(no(["ls"])));
}

await asyncio.run(main());
