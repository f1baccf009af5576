import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { networkInterfaces } from "node:os";
import * as asyncio from "../../../src/runtime/index.js";
import { captureWarnings } from "../../support/process-warnings.js";
import { bytes, failure, text, watchSockets } from "./connections.js";

/** Keeps what it is told in a queue. */
class Recording extends asyncio.DatagramProtocol {
  readonly events = new asyncio.Queue<readonly [string, ...unknown[]]>();
  override datagramReceived(data: Uint8Array, address: asyncio.SocketAddress) {
    this.events.putNowait(["data", text(data), address]);
  }
  override errorReceived(error: Error) {
    this.events.putNowait(["error", error.name]);
  }
  override connectionLost(error: Error | null) {
    this.events.putNowait(["lost", error]);
  }
}

const make = () => new Recording();
const isLoopback6 = ({ address }: { readonly address: string }) => address === "::1";

describe("a datagram endpoint", () => {
  it("leaves no socket open once it is closed", async () => {
    const socketsClosed = watchSockets();
    await asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const [transport, protocol] = yield* loop.createDatagramEndpoint(make, ["127.0.0.1", 0]);
        transport.close();
        assert.deepEqual(yield* protocol.events.get(), ["lost", null]);
        transport.abort();
        yield* asyncio.sleep(0);
        assert.equal(protocol.events.empty(), true);
      })(),
    );
    await socketsClosed();
  });

  it("works over IPv6, whose addresses have four parts, or says that this machine has none", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        if (!Object.values(networkInterfaces()).some((addresses) => addresses?.some(isLoopback6))) {
          const error = yield* failure(loop.createDatagramEndpoint(make, ["::1", 0]));
          assert.ok(error instanceof asyncio.OSError);
          return;
        }
        const [server, receiving] = yield* loop.createDatagramEndpoint(make, ["::1", 0]);
        const [host, port] = server.getExtraInfo("sockname") ?? ["", 0];
        assert.deepEqual(server.getExtraInfo("sockname"), ["::1", port, 0, 0]);
        const [client] = yield* loop.createDatagramEndpoint(make, null, null, { family: 6 });
        client.sendto(bytes("hello"), [host, port]);
        const [, data, from] = yield* receiving.events.get();
        assert.deepEqual([data, (from as unknown[]).length], ["hello", 4]);
        client.close();
        server.close();
      })(),
    ));

  it("looks names up, for itself and for single datagrams", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const [server, receiving] = yield* loop.createDatagramEndpoint(make, ["localhost", 0], null, {
          family: 4,
        });
        const [host, port] = server.getExtraInfo("sockname") ?? ["", 0];
        assert.equal(host, "127.0.0.1");
        const [client, sending] = yield* loop.createDatagramEndpoint(make, null, null, { family: 4 });
        client.sendto(bytes("by name"), ["localhost", port]);
        assert.equal((yield* receiving.events.get())[1], "by name");
        client.sendto(bytes("to nobody"), ["no-such-host.invalid", port]);
        assert.equal((yield* sending.events.get())[0], "error");
        client.close();
        server.close();
      })(),
    ));

  it("may send to a broadcast address when it is allowed to, and is told when not", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const [plain, refused] = yield* loop.createDatagramEndpoint(make, ["127.0.0.1", 0]);
        plain.sendto(bytes("x"), ["255.255.255.255", 9]);
        assert.deepEqual(yield* refused.events.get(), ["error", "PermissionError"]);
        const options = { allowBroadcast: true };
        const [allowed, protocol] = yield* loop.createDatagramEndpoint(make, null, ["127.0.0.1", 9], options);
        assert.equal(allowed.getExtraInfo("peername"), null);
        allowed.sendto(bytes("x"));
        yield* asyncio.sleep(0);
        assert.equal(protocol.events.empty(), true);
        plain.close();
        allowed.close();
      })(),
    ));

  it("serves clients that are none of asyncio's", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const [transport, protocol] = yield* loop.createDatagramEndpoint(make, ["127.0.0.1", 0]);
        const [, port] = transport.getExtraInfo("sockname") ?? ["", 0];
        const native = createSocket("udp4");
        native.send("from outside", port, "127.0.0.1");
        const [, data, from] = yield* protocol.events.get();
        assert.equal(data, "from outside");
        const answered = asyncio.fromPromise(once(native, "message"));
        transport.sendto(bytes("answer"), from as asyncio.SocketAddress);
        const [answer] = (yield* answered) as [Buffer];
        assert.equal(String(answer), "answer");
        native.close();
        transport.close();
      })(),
    ));

  it("is closed with the loop, which says so in debug mode", async () => {
    const socketsClosed = watchSockets();
    const { messages, restore } = captureWarnings();
    const loop = asyncio.newEventLoop();
    loop.setDebug(true);
    await loop.runUntilComplete(loop.createDatagramEndpoint(make, ["127.0.0.1", 0]));
    loop.close();
    // Warnings are told in the next tick.
    await new Promise((resolve) => setImmediate(resolve));
    restore();
    await socketsClosed();
    assert.deepEqual(messages, ["ResourceWarning: unclosed transport <UdpTransport bufsize=0>"]);
  });

  it("closes its socket when the protocol cannot be made, or whoever waits is cancelled", async () => {
    const socketsClosed = watchSockets();
    await asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const failing = loop.createDatagramEndpoint(() => {
          throw new Error("no protocol");
        }, ["127.0.0.1", 0]);
        assert.equal((yield* failure(failing)).message, "no protocol");
        for (let turns = 0; turns < 4; turns++) {
          const opening = asyncio.createTask(
            loop.createDatagramEndpoint(make, ["127.0.0.1", 0], ["127.0.0.1", 9]),
          );
          for (let turn = 0; turn < turns; turn++) yield* asyncio.sleep(0);
          if (!opening.cancel()) opening.result()[0].close();
          yield* asyncio.wait([opening]);
        }
        for (let turn = 0; turn < 5; turn++) yield* asyncio.sleep(0);
      })(),
    );
    await socketsClosed();
  });
});
