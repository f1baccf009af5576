import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer, Socket } from "node:net";
import * as asyncio from "../../../src/runtime/index.js";
import { describeFlavours } from "../../support/flavours.js";
import { collectGarbage } from "../../support/garbage.js";
import { captureWarnings } from "../../support/process-warnings.js";
import { addressOf, bytes, echo, failure, text, until, watchSockets, withServer } from "./connections.js";

describeFlavours("streams over TCP", (make) => {
  const open = make(asyncio.openConnection);

  it("leave no socket open once they are closed", async () => {
    const socketsClosed = watchSockets();
    await asyncio.run(
      withServer(
        make(echo),
        make(function* (host, port) {
          for (let time = 0; time < 5; time++) {
            const [reader, writer] = yield* open(host, port);
            writer.write(bytes("hello\n"));
            assert.equal(text(yield* reader.readline()), "hello\n");
            writer.close();
            yield* writer.waitClosed();
          }
        }),
      ),
    );
    await socketsClosed();
  });

  it("keep what a cancelled reader did not get for the next one", () =>
    asyncio.run(
      withServer(
        make(echo),
        make(function* (host, port) {
          const [reader, writer] = yield* open(host, port);
          for (const wait of [reader.read(5), reader.readline(), reader.readexactly(50)]) {
            const reading = asyncio.createTask(wait);
            yield* asyncio.sleep(0);
            reading.cancel();
            yield* asyncio.wait([reading]);
            assert.equal(reading.cancelled(), true);
          }
          writer.write(bytes("all of it\n"));
          assert.equal(text(yield* reader.readline()), "all of it\n");
          writer.close();
          yield* writer.waitClosed();
        }),
      ),
    ));

  it("end with an error when the peer resets, and the loop goes on", () =>
    asyncio.run(
      withServer(
        make(function* (reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
          yield* reader.read(1);
          const socket = writer.getExtraInfo("socket")?.node;
          assert.ok(socket instanceof Socket);
          socket.resetAndDestroy();
        }),
        make(function* (host, port) {
          const [reader, writer] = yield* open(host, port);
          writer.write(bytes("x"));
          const error = yield* failure(reader.read());
          assert.ok(error instanceof asyncio.ConnectionResetError);
          assert.deepEqual(
            [error.message, error.errno, error.code, error.strerror],
            ["[Errno 104] Connection reset by peer", 104, "ECONNRESET", "Connection reset by peer"],
          );
          assert.equal(yield* failure(writer.waitClosed()), error);
          const [again, another] = yield* open(host, port);
          another.close();
          assert.equal((yield* again.read()).length, 0);
        }),
      ),
    ));
});

describe("opening a connection", () => {
  it("that is cancelled leaves nothing behind", async () => {
    const socketsClosed = watchSockets();
    await asyncio.run(
      withServer(echo, function* (host, port) {
        for (let turns = 0; turns < 4; turns++) {
          const opening = asyncio.createTask(asyncio.openConnection(host, port));
          for (let turn = 0; turn < turns; turn++) yield* asyncio.sleep(0);
          if (!opening.cancel()) {
            const [, writer] = opening.result();
            writer.close();
          }
          yield* asyncio.wait([opening]);
        }
        for (let turn = 0; turn < 20; turn++) yield* asyncio.sleep(0);
      }),
    );
    await socketsClosed();
  });

  it("tries the next address when one does not answer, with happy eyeballs too", () =>
    asyncio.run(
      withServer(echo, function* (_host, port) {
        // `localhost` may be ::1 first, where nobody listens.
        for (const options of [{}, { happyEyeballsDelay: 0.25 }, { family: 4 as const }]) {
          const [, writer] = yield* asyncio.openConnection("localhost", port, options);
          assert.deepEqual(writer.getExtraInfo("peername"), ["127.0.0.1", port]);
          writer.close();
          yield* writer.waitClosed();
        }
      }),
    ));

  it("takes a socket of Node's that is connected, and nothing else", () =>
    asyncio.run(
      withServer(echo, function* (host, port) {
        const socket = connect(port, host);
        yield* asyncio.fromPromise(once(socket, "connect"));
        const [reader, writer] = yield* asyncio.openConnection(null, null, { sock: socket });
        writer.write(bytes("mine\n"));
        assert.equal(text(yield* reader.readline()), "mine\n");
        writer.close();
        yield* writer.waitClosed();
        const wrong = yield* failure(asyncio.openConnection(null, null, { sock: {} as Socket }));
        assert.ok(wrong instanceof asyncio.ValueError);
        assert.match(wrong.message, /^A Stream Socket was expected, got /);
      }),
    ));

  it("closes the socket when the protocol cannot be made", () =>
    asyncio.run(
      withServer(echo, function* (host, port) {
        const loop = asyncio.getRunningLoop();
        const socketsClosed = watchSockets();
        const making = loop.createConnection(
          () => {
            throw new Error("no protocol");
          },
          host,
          port,
        );
        assert.equal((yield* failure(making)).message, "no protocol");
        yield* asyncio.fromPromise(socketsClosed());
      }),
    ));
});

describe("a stream's writer", () => {
  it("does not hold its protocol up for what writelines has sent at once", () =>
    asyncio.run(
      withServer(echo, function* (host, port) {
        const [reader, writer] = yield* asyncio.openConnection(host, port);
        let paused = 0;
        const protocol = writer.transport.getProtocol();
        const pauseWriting = protocol.pauseWriting.bind(protocol);
        protocol.pauseWriting = () => {
          paused++;
          pauseWriting();
        };
        writer.transport.setWriteBufferLimits(1000);
        // Each of them was once counted as if it could not leave, before the system was asked.
        writer.writelines(Array.from({ length: 20 }, () => new Uint8Array(500)));
        assert.equal(writer.transport.getWriteBufferSize(), 0);
        assert.equal(paused, 0);
        yield* reader.readexactly(10_000);
        writer.close();
      }),
    ));

  it("tells who waits for the end when it is lost while nobody writes", () =>
    asyncio.run(
      withServer(
        (_reader, writer) => writer.transport.abort(),
        function* (host, port) {
          const [reader, writer] = yield* asyncio.openConnection(host, port);
          assert.equal((yield* reader.read()).length, 0);
          const closing = asyncio.createTask(writer.waitClosed());
          writer.close();
          yield* closing;
        },
      ),
    ));
});

describe("a stream's reader", () => {
  it("raises an error that came right after data which was not enough", () =>
    asyncio.run(
      (function* main() {
        const reader = new asyncio.StreamReader();
        const reading = asyncio.createTask(reader.readline());
        yield* asyncio.sleep(0);
        reader.feedData(bytes("no end of line"));
        reader.setException(new Error("gone"));
        // It used to wait for more, for ever.
        assert.equal((yield* failure(reading)).message, "gone");
      })(),
    ));

  it("copies what it is fed: the caller may go on with its memory", () =>
    asyncio.run(
      (function* main() {
        const reader = new asyncio.StreamReader();
        const memory = bytes("before\n");
        reader.feedData(memory);
        memory.fill(0);
        assert.equal(text(yield* reader.readline()), "before\n");
        assert.throws(() => reader.feedData("text" as never), TypeError);
        reader.feedEof();
        assert.throws(() => reader.feedData(memory), { message: "feed_data after feed_eof" });
      })(),
    ));

  it("describes itself", () =>
    asyncio.run(
      (function* main() {
        const reader = new asyncio.StreamReader(10);
        assert.equal(String(reader), "<StreamReader limit=10>");
        reader.feedData(bytes("abc"));
        reader.feedEof();
        assert.equal(String(reader), "<StreamReader 3 bytes eof limit=10>");
        reader.setException(new Error("gone"));
        assert.match(String(reader), /exception=/);
        yield* asyncio.sleep(0);
      })(),
    ));
});

describe("a loop that ends with connections", () => {
  let logged: string[];
  let restoreLogger: () => void;
  before(() => {
    logged = [];
    const note = (line: string) => void logged.push(line);
    restoreLogger = asyncio.setLogger({ debug: note, info: note, warning: note, error: note });
  });
  after(() => restoreLogger());

  it("closes them, and says so in debug mode", async () => {
    const socketsClosed = watchSockets();
    const { messages, restore } = captureWarnings();
    const loop = asyncio.newEventLoop();
    loop.setDebug(true);
    await loop.runUntilComplete(
      (function* main() {
        const make = () => new asyncio.Protocol();
        const server = yield* loop.createServer(make, "127.0.0.1", 0);
        const [transport] = yield* loop.createConnection(make, ...addressOf(server));
        transport.write(bytes("left open"));
      })(),
    );
    loop.close();
    // Warnings are told in the next tick.
    await new Promise((resolve) => setImmediate(resolve));
    restore();
    await socketsClosed();
    const unclosed = messages.filter((text) =>
      /^ResourceWarning: unclosed transport <SocketTransport/.test(text),
    );
    assert.equal(unclosed.length, 2);
  });

  it("refuses what is done with them afterwards", async () => {
    const loop = asyncio.newEventLoop();
    let kept: [asyncio.StreamReader, asyncio.StreamWriter] | null = null;
    await loop.runUntilComplete(
      (function* main() {
        const server = yield* asyncio.startServer(echo, "127.0.0.1", 0);
        kept = yield* asyncio.openConnection(...addressOf(server));
        yield* until(() => asyncio.allTasks().size > 1);
      })(),
    );
    loop.close();
    // The task that served it is gone with the loop.
    const isSaid = (line: string): boolean => line.startsWith("Task was destroyed but it is pending!");
    await collectGarbage(() => logged.some(isSaid));
    const [reader, writer] = kept as unknown as [asyncio.StreamReader, asyncio.StreamWriter];
    writer.write(bytes("to nobody"));
    writer.close();
    assert.equal(writer.isClosing(), true);
    await assert.rejects(
      asyncio.run(
        (function* other() {
          yield* reader.read();
        })(),
      ),
      { name: "RuntimeError" },
    );
    assert.throws(() => loop.runUntilComplete(writer.drain()), { message: "Event loop is closed" });
  });

  it("does not keep the process's other servers from working", async () => {
    const native = createServer((socket) => socket.end("native"));
    native.listen(0, "127.0.0.1");
    await once(native, "listening");
    const { port } = native.address() as { port: number };
    const got = await asyncio.run(
      (function* main() {
        const [reader, writer] = yield* asyncio.openConnection("127.0.0.1", port);
        const data = yield* reader.read();
        writer.close();
        return text(data);
      })(),
    );
    assert.equal(got, "native");
    native.close();
  });
});
