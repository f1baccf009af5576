/** Nobody listens: a connected endpoint hears of it, and goes on. Too large a datagram is refused by the system. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Recording extends asyncio.DatagramProtocol {
  readonly events = new asyncio.Queue<unknown>();
  override datagramReceived(data: Uint8Array) {
    this.events.putNowait(data);
    if (new TextDecoder().decode(data) === "fail") throw new Boom("in datagram_received");
  }
  override errorReceived(error: Error) {
    this.events.putNowait(show(error));
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  loop.setExceptionHandler((_loop, context) => {
    print(context.message.split(" callback")[0], show(context.exception));
  });
  const [gone] = yield* loop.createDatagramEndpoint(() => new asyncio.DatagramProtocol(), ["127.0.0.1", 0]);
  const [host, port] = gone.getExtraInfo("sockname") ?? ["", 0];
  const make = () => new Recording();
  const [transport, protocol] = yield* loop.createDatagramEndpoint(make, null, [host, port]);
  transport.sendto(new Uint8Array(70000));
  print(yield* protocol.events.get());
  gone.close();
  yield* asyncio.sleep(0);
  transport.sendto(b("anybody?"));
  print(yield* protocol.events.get(), transport.isClosing());
  const [peer, peerProtocol] = yield* loop.createDatagramEndpoint(make, [host, port]);
  for (const data of [b("fail"), b("and again")]) {
    transport.sendto(data);
    print(yield* peerProtocol.events.get());
  }
  yield* asyncio.sleep(0);
  print(peer.isClosing());
  transport.close();
  peer.close();
  yield* asyncio.sleep(0);
}

await asyncio.run(main());
