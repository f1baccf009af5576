/** A protocol over TLS is called as without: made once the handshake is done, data, the end, lost. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tlsContexts, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const [serverContext, clientContext] = tlsContexts();
  const loop = asyncio.getRunningLoop();
  const ended: asyncio.Future<null>[] = [];
  const trace: Record<string, unknown[][]> = { client: [], server: [] };

  class Side extends asyncio.Protocol {
    readonly ended = loop.createFuture<null>();
    readonly received = loop.createFuture<Uint8Array>();
    transport!: asyncio.Transport;
    constructor(readonly name: string) {
      super();
      ended.push(this.ended);
    }
    override connectionMade(transport: asyncio.Transport): void {
      this.transport = transport;
      trace[this.name]?.push(["made", transport.isReading(), transport.isClosing()]);
    }
    override dataReceived(data: Uint8Array): void {
      trace[this.name]?.push(["data", data]);
      this.received.setResult(data);
    }
    override eofReceived(): void {
      if (!this.transport.isClosing()) trace[this.name]?.push(["eof"]);
    }
    override connectionLost(error: Error | null): void {
      trace[this.name]?.push(["lost", error]);
      this.ended.setResult(null);
    }
  }

  class ServerSide extends Side {
    override dataReceived(data: Uint8Array): void {
      super.dataReceived(data);
      this.transport.write(Buffer.concat([b("answer to "), data]));
    }
  }

  const server = yield* loop.createServer(() => new ServerSide("server"), "127.0.0.1", 0, {
    ssl: serverContext,
  });
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [transport, client] = yield* loop.createConnection(() => new Side("client"), host, port, {
    ssl: clientContext,
  });
  print(transport === client.transport, transport.getProtocol() === client);
  transport.write(b("question"));
  print(yield* client.received);
  transport.close();
  yield* asyncio.gather(ended);
  for (const [name, calls] of Object.entries(trace)) for (const call of calls) print(name, ...call);
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
