/** An exception that is set ends a wait, and is raised by all that is read later, in spite of what is buffered. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* attempt(name: string, reading: asyncio.Coroutine<Uint8Array>) {
  try {
    print(name, yield* reading);
  } catch (error) {
    if (!(error instanceof Boom)) throw error;
    print(name, show(error));
  }
}

function* main() {
  const reader = new asyncio.StreamReader();
  print(reader.exception());
  reader.feedData(b("begun"));
  const task = asyncio.createTask(attempt("waiting", reader.readline()));
  yield* asyncio.sleep(0);
  reader.setException(new Boom("connection gone"));
  yield* task;
  print(show(reader.exception()), reader.atEof());
  yield* attempt("read", reader.read(1));
  yield* attempt("read nothing", reader.read(0));
  yield* attempt("readline", reader.readline());
  yield* attempt("readexactly", reader.readexactly(1));
  yield* attempt("readuntil", reader.readuntil(b("x")));
}

await asyncio.run(main());
