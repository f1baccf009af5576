/** Datagrams to and fro, each by itself, an empty one too; who sent it is told. */
import { isDeepStrictEqual } from "node:util";
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Echo extends asyncio.DatagramProtocol {
  #transport = new asyncio.DatagramTransport();
  override connectionMade(transport: asyncio.DatagramTransport) {
    this.#transport = transport;
  }
  override datagramReceived(data: Uint8Array, address: asyncio.SocketAddress) {
    print("server got", data);
    this.#transport.sendto(data.slice().reverse(), address);
  }
  override connectionLost(error: Error | null) {
    print("server lost", error);
  }
}

class Client extends asyncio.DatagramProtocol {
  readonly received = new asyncio.Queue<[Uint8Array, asyncio.SocketAddress]>();
  override connectionMade(transport: asyncio.DatagramTransport) {
    print("client made", transport.isClosing(), transport.getProtocol() === this);
  }
  override datagramReceived(data: Uint8Array, address: asyncio.SocketAddress) {
    this.received.putNowait([data, address]);
  }
  override connectionLost(error: Error | null) {
    print("client lost", error);
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const [server] = yield* loop.createDatagramEndpoint(() => new Echo(), ["127.0.0.1", 0]);
  const [host, port] = server.getExtraInfo("sockname") ?? ["", 0];
  print(host, server.getExtraInfo("peername"));
  const [client, protocol] = yield* loop.createDatagramEndpoint(() => new Client(), null, [host, port]);
  print(
    isDeepStrictEqual(client.getExtraInfo("peername"), [host, port]),
    client.getExtraInfo("sockname")?.[0],
  );
  for (const data of [b("one"), b("two"), b(""), Buffer.from("three"), new DataView(b("four").buffer)]) {
    client.sendto(data);
    const [got, address] = yield* protocol.received.get();
    print("client got", got, isDeepStrictEqual(address, [host, port]));
  }
  client.sendto(b("five"), [host, port]);
  print((yield* protocol.received.get())[0]);
  client.close();
  client.close();
  server.close();
  print(client.isClosing());
  yield* asyncio.sleep(0);
  yield* asyncio.sleep(0);
}

await asyncio.run(main());
