/** What an endpoint refuses: what is not bytes, another address than its own, no address at all. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Recording extends asyncio.DatagramProtocol {
  readonly heard = new asyncio.Event();
  override datagramReceived(data: Uint8Array) {
    print("received", data);
    this.heard.set();
  }
  override connectionLost(error: Error | null) {
    print("lost", error === null ? "NoneType" : error.constructor.name);
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  loop.setExceptionHandler((_loop, context) => {
    print(context.message, (context.exception as Error).constructor.name);
  });
  const [server, atServer] = yield* loop.createDatagramEndpoint(() => new Recording(), ["127.0.0.1", 0]);
  const [host, port] = server.getExtraInfo("sockname") ?? ["", 0];
  const [client] = yield* loop.createDatagramEndpoint(() => new Recording(), null, [host, port]);
  for (const data of ["text", null, 7]) {
    try {
      client.sendto(data as never);
    } catch (error) {
      print(show(error));
    }
  }
  try {
    client.sendto(b("data"), ["127.0.0.1", 1]);
  } catch (error) {
    print(show(error).replace(String(port), "PORT"));
  }
  client.sendto(b("still there"));
  yield* atServer.heard.wait();
  client.abort();
  client.abort();
  yield* asyncio.sleep(0);
  for (let time = 0; time < 3; time++) client.sendto(b("dropped"));
  server.sendto(b("to nobody"));
  yield* asyncio.sleep(0);
  print(server.isClosing());
}

await asyncio.run(main());
