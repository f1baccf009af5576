/** Endpoints whose arguments make no sense, an address in use, and one of another kind. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* attempt(coroutine: asyncio.Coroutine<unknown>) {
  try {
    print(yield* coroutine);
  } catch (error) {
    print(show(error));
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const make = () => new asyncio.DatagramProtocol();
  const [transport] = yield* loop.createDatagramEndpoint(make, ["127.0.0.1", 0]);
  const [host, port] = transport.getExtraInfo("sockname") ?? ["", 0];
  yield* attempt(loop.createDatagramEndpoint(make));
  yield* attempt(loop.createDatagramEndpoint(make, "127.0.0.1" as never));
  yield* attempt(loop.createDatagramEndpoint(make, null, ["127.0.0.1"] as never));
  yield* attempt(loop.createDatagramEndpoint(make, [host, port]));
  yield* attempt(loop.createDatagramEndpoint(make, ["127.0.0.1", 0], ["::1", 1]));
  const [unbound] = yield* loop.createDatagramEndpoint(make, null, null, { family: 4 });
  print(unbound.getExtraInfo("sockname")?.[0], unbound.getExtraInfo("peername"));
  unbound.close();
  transport.close();
  const sock = createSocket("udp4");
  sock.bind(0, "127.0.0.1");
  yield* asyncio.fromPromise(once(sock, "listening"));
  try {
    yield* loop.createDatagramEndpoint(make, ["127.0.0.1", 0], null, { sock });
  } catch (error) {
    print(show(error).split(" (")[0]);
  }
  const [given] = yield* loop.createDatagramEndpoint(make, null, null, { sock });
  print(given.getExtraInfo("sockname")?.[1] === sock.address().port);
  given.close();
  yield* asyncio.sleep(0);
}

await asyncio.run(main());
