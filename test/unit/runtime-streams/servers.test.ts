import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as asyncio from "../../../src/runtime/index.js";
import { addressOf, bytes, echo, failure, text, until, watchSockets, withServer } from "./connections.js";

describe("a server", () => {
  it("turns away who comes before it serves, and takes what came when it begins", () =>
    asyncio.run(
      (function* main() {
        const server = yield* asyncio.startServer(echo, "127.0.0.1", 0, { startServing: false });
        const early = asyncio.createTask(asyncio.openConnection(...addressOf(server)));
        yield* server.startServing();
        const [reader, writer] = yield* early;
        writer.write(bytes("hello\n"));
        assert.equal(text(yield* reader.readline()), "hello\n");
        writer.close();
        yield* writer.waitClosed();
        server.close();
        yield* server.waitClosed();
      })(),
    ));

  it("is closed as a context manager, also when the body fails", () =>
    asyncio.run(
      (function* main() {
        const server = yield* asyncio.startServer(echo, "127.0.0.1", 0);
        const body = asyncio.asyncWith(server, function* () {
          yield* asyncio.sleep(0);
          throw new Error("in the body");
        });
        assert.equal((yield* failure(body)).message, "in the body");
        assert.equal(server.isServing(), false);
        const address = addressOf(server);
        assert.deepEqual(address, ["", 0]);
      })(),
    ));

  it("forgets who has given up waiting for its end", () =>
    asyncio.run(
      withServer(echo, function* (_host, _port, server) {
        for (let time = 0; time < 10; time++) {
          yield* failure(asyncio.waitFor(server.waitClosed(), 0.001));
        }
        assert.equal(server._waiters.length, 0);
      }),
    ));

  it("destroys a connection that it has accepted when it is closed before serving it", async () => {
    const socketsClosed = watchSockets();
    await asyncio.run(
      (function* main() {
        let handled = 0;
        const server = yield* asyncio.startServer(() => void handled++, "127.0.0.1", 0);
        const socket = connect(addressOf(server)[1], "127.0.0.1");
        const ended = once(socket, "close");
        socket.on("error", () => {});
        socket.resume();
        yield* asyncio.fromPromise(once(socket, "connect"));
        server.close();
        yield* server.waitClosed();
        yield* asyncio.fromPromise(ended);
        assert.equal(handled, 0);
      })(),
    );
    await socketsClosed();
  });

  it("takes a server of Node's that listens, and connections that were accepted elsewhere", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const node = createServer({ pauseOnConnect: true, allowHalfOpen: true });
        node.listen(0, "127.0.0.1");
        yield* asyncio.fromPromise(once(node, "listening"));
        const { port } = node.address() as { port: number };
        const accepting = asyncio.fromPromise(once(node, "connection"));
        const [, client] = yield* asyncio.openConnection("127.0.0.1", port);
        const [socket] = (yield* accepting) as [Socket];
        const lost = loop.createFuture<string>();
        class Reading extends asyncio.Protocol {
          #received = "";
          override dataReceived(data: Uint8Array) {
            this.#received += text(data);
          }
          override connectionLost() {
            lost.setResult(this.#received);
          }
        }
        yield* loop.connectAcceptedSocket(() => new Reading(), socket);
        client.write(bytes("accepted elsewhere"));
        client.close();
        assert.equal(yield* lost, "accepted elsewhere");
        node.removeAllListeners("connection");
        const server = yield* asyncio.startServer(echo, null, null, { sock: node });
        assert.deepEqual(addressOf(server), ["127.0.0.1", port]);
        const [reader, writer] = yield* asyncio.openConnection("127.0.0.1", port);
        writer.write(bytes("hello\n"));
        assert.equal(text(yield* reader.readline()), "hello\n");
        writer.close();
        yield* writer.waitClosed();
        server.close();
        yield* server.waitClosed();
        const refused = yield* failure(asyncio.startServer(echo, null, null, { sock: createServer() }));
        assert.ok(refused instanceof asyncio.ValueError);
      })(),
    ));

  it("reports what a handler's promise rejects with, and closes its connection", () =>
    asyncio.run(
      withServer(
        async () => {
          throw new Error("in native code");
        },
        function* (host, port) {
          const contexts: asyncio.ExceptionContext[] = [];
          asyncio.getRunningLoop().setExceptionHandler((_loop, context) => contexts.push(context));
          const [reader, writer] = yield* asyncio.openConnection(host, port);
          assert.equal((yield* reader.read()).length, 0);
          writer.close();
          assert.deepEqual(
            contexts.map(({ message, exception }) => [message, (exception as Error).message]),
            [["Unhandled exception in client_connected_cb", "in native code"]],
          );
        },
      ),
    ));
});

describe("a server on a Unix socket", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "unix-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("replaces a socket that a dead server has left, and cleans up its own", async () => {
    const path = join(folder, "s");
    await asyncio.run(
      (function* main() {
        // A server that dies leaves its file: Node would remove it, so it is moved away and back.
        const { renameSync } = yield* asyncio.fromPromise(import("node:fs"));
        const dead = createServer().listen(path);
        yield* asyncio.fromPromise(once(dead, "listening"));
        renameSync(path, `${path}.kept`);
        dead.close();
        yield* asyncio.fromPromise(once(dead, "close"));
        renameSync(`${path}.kept`, path);
        const refused = yield* failure(asyncio.openUnixConnection(path));
        assert.ok(refused instanceof asyncio.ConnectionRefusedError);
        const server = yield* asyncio.startUnixServer(echo, path);
        const [reader, writer] = yield* asyncio.openUnixConnection(path);
        writer.write(bytes("hello\n"));
        assert.equal(text(yield* reader.readline()), "hello\n");
        writer.close();
        yield* writer.waitClosed();
        server.close();
        yield* server.waitClosed();
        yield* until(() => !existsSync(path));
      })(),
    );
  });

  it("leaves another kind of file alone", async () => {
    const path = join(folder, "file");
    writeFileSync(path, "precious");
    const error = await asyncio.run(failure(asyncio.startUnixServer(echo, path)));
    assert.ok(error instanceof asyncio.OSError);
    assert.equal(error.message, `[Errno 98] Address '${path}' is already in use`);
    assert.equal(existsSync(path), true);
  });

  it("raises the system's errors for folders that are not there", async () => {
    const error = await asyncio.run(failure(asyncio.startUnixServer(echo, join(folder, "no", "s"))));
    assert.ok(error instanceof asyncio.OSError, String(error));
  });
});
