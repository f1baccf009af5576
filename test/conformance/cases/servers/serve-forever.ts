/** serveForever() ends when it is cancelled, which closes the server, and when the server is closed; once at a time. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* attempt(name: string, coroutine: asyncio.Coroutine<unknown>) {
  try {
    print(name, yield* coroutine);
  } catch (error) {
    const text = show(error);
    print(name, text.replace(/<.*>/, ""));
  }
}

function* main() {
  let server = yield* asyncio.startServer(() => {}, "127.0.0.1", 0, { startServing: false });
  let serving = asyncio.createTask(attempt("serving", server.serveForever()));
  yield* asyncio.sleep(0);
  print(server.isServing());
  yield* attempt("again", server.serveForever());
  serving.cancel();
  yield* serving;
  print(server.isServing(), [...server.sockets]);
  yield* attempt("closed", server.serveForever());
  yield* attempt("start", server.waitClosed());

  server = yield* asyncio.startServer(() => {}, "127.0.0.1", 0);
  serving = asyncio.createTask(attempt("serving", server.serveForever()));
  yield* asyncio.sleep(0);
  server.close();
  yield* serving;
  yield* server.waitClosed();
}

await asyncio.run(main());
