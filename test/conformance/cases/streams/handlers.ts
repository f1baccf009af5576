/** What serves a connection: a function, a coroutine that fails, one that is cancelled, a function that fails. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* connect(handler: asyncio.ClientConnected) {
  const server = yield* asyncio.startServer(handler, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [reader, writer] = yield* asyncio.openConnection(host, port);
  print("client got", yield* reader.read());
  writer.close();
  yield* writer.waitClosed();
  server.close();
  yield* server.waitClosed();
}

function* main() {
  const contexts: asyncio.ExceptionContext[] = [];
  const loop = asyncio.getRunningLoop();
  loop.setExceptionHandler((_loop, context) => contexts.push(context));

  const aFunction: asyncio.ClientConnected = (_reader, writer) => {
    writer.write(b("from a function"));
    writer.close();
  };

  const failing: asyncio.ClientConnected = function* (_reader, writer) {
    yield* asyncio.sleep(0);
    writer.write(b("before it fails"));
    throw new Boom("in the handler");
  };

  const cancelled: asyncio.ClientConnected = function* () {
    asyncio.currentTask()?.cancel();
    yield* asyncio.sleep(0);
  };

  const failingFunction: asyncio.ClientConnected = (_reader, writer) => {
    writer.close();
    throw new Boom("in the function");
  };

  for (const handler of [aFunction, failing, cancelled, failingFunction]) {
    yield* connect(handler);
    for (const context of contexts) {
      print(
        context.message.split(" ").slice(0, 3).join(" "),
        show(context.exception),
        "transport" in context,
      );
    }
    contexts.length = 0;
  }
}

await asyncio.run(main());
