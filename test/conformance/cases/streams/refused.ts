/** Nobody listens: the error says where. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const server = yield* asyncio.startServer(() => {}, "127.0.0.1", 0);
  const port = server.sockets[0]?.getsockname()[1] ?? 0;
  server.close();
  yield* server.waitClosed();
  try {
    yield* asyncio.openConnection("127.0.0.1", port);
  } catch (error) {
    if (error instanceof asyncio.ConnectionRefusedError) print(show(error).replace(String(port), "PORT"));
  }
  const loop = asyncio.getRunningLoop();
  try {
    yield* loop.createConnection(() => new asyncio.Protocol(), "127.0.0.1", port, { allErrors: true });
  } catch (error) {
    if (error instanceof asyncio.ExceptionGroup) print(show(error).replace(String(port), "PORT"));
  }
  try {
    yield* asyncio.openConnection("no-such-host.invalid", 80);
  } catch (error) {
    print((error as Error).constructor.name);
  }
}

await asyncio.run(main());
