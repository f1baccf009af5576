import assert from "node:assert/strict";
import { connect } from "node:net";
import * as asyncio from "../../../src/runtime/index.js";
import { selfSignedCertificate } from "../../support/self-signed-certificate.js";
import { addressOf, bytes, echo, failure, text, until, watchSockets, withServer } from "./connections.js";

const ours = selfSignedCertificate();
const strangers = selfSignedCertificate();
const trusting = { ssl: { ca: ours.cert } };

describe("TLS", () => {
  let socketsClosed: () => Promise<void>;
  beforeEach(() => {
    socketsClosed = watchSockets();
  });
  afterEach(async () => {
    await socketsClosed();
  });

  it("carries streams, and tells of its certificate and cipher", () =>
    asyncio.run(
      withServer(
        echo,
        function* (host, port) {
          const [reader, writer] = yield* asyncio.openConnection(host, port, trusting);
          writer.write(bytes("hello\n"));
          yield* writer.drain();
          assert.equal(text(yield* reader.readline()), "hello\n");
          const certificate = writer.getExtraInfo<{ subject: { CN: string } }>("peercert");
          assert.equal(certificate?.subject.CN, "localhost");
          assert.match(writer.getExtraInfo("cipher")?.[1] ?? "", /^TLSv1/);
          assert.equal(writer.getExtraInfo("sslcontext"), trusting.ssl);
          assert.deepEqual(writer.getExtraInfo("peername"), [host, port]);
          assert.deepEqual(writer.transport.getWriteBufferLimits(), [128 * 1024, 512 * 1024]);
          writer.close();
          yield* writer.waitClosed();
        },
        { ssl: ours },
      ),
    ));

  it("carries more than any buffer holds, with back-pressure", () =>
    asyncio.run(
      withServer(
        echo,
        function* (host, port) {
          const [reader, writer] = yield* asyncio.openConnection(host, port, trusting);
          const size = 8 * 1024 * 1024;
          const sent = Uint8Array.from({ length: size }, (_, index) => (index * 7) & 255);
          const sending = asyncio.createTask(
            (function* () {
              for (let at = 0; at < size; at += 100_000) {
                writer.write(sent.subarray(at, at + 100_000));
                yield* writer.drain();
                assert.ok(writer.transport.getWriteBufferSize() <= 512 * 1024);
              }
            })(),
          );
          const received = yield* reader.readexactly(size);
          yield* sending;
          assert.equal(Buffer.compare(received, sent), 0);
          writer.close();
          yield* writer.waitClosed();
        },
        { ssl: ours },
      ),
    ));

  it("has no half-closed connections, and drops what is written after close", () =>
    asyncio.run(
      withServer(
        echo,
        function* (host, port) {
          const [reader, writer] = yield* asyncio.openConnection(host, port, trusting);
          assert.equal(writer.canWriteEof(), false);
          assert.throws(() => writer.writeEof(), asyncio.NotImplementedError);
          writer.close();
          writer.write(bytes("too late"));
          writer.writelines([bytes("too "), bytes("late")]);
          yield* writer.waitClosed();
          assert.equal((yield* reader.read()).length, 0);
        },
        { ssl: ours },
      ),
    ));

  it("ends the streams of both sides when one closes", () =>
    asyncio.run(
      (function* main() {
        const seen: string[] = [];
        const server = yield* asyncio.startServer(
          function* (reader, writer) {
            seen.push(text(yield* reader.read()));
            writer.close();
            yield* writer.waitClosed();
            seen.push("closed");
          },
          "127.0.0.1",
          0,
          { ssl: ours },
        );
        const [, writer] = yield* asyncio.openConnection(...addressOf(server), trusting);
        writer.write(bytes("all of it"));
        writer.close();
        yield* writer.waitClosed();
        server.close();
        yield* server.waitClosed();
        yield* until(() => seen.length === 2);
        assert.deepEqual(seen, ["all of it", "closed"]);
      })(),
    ));

  it("refuses a certificate that nobody vouches for, and one for another name", () =>
    asyncio.run(
      withServer(
        echo,
        function* (host, port) {
          const stranger = { ssl: { ca: strangers.cert } };
          const unknown = yield* failure(asyncio.openConnection(host, port, stranger));
          assert.ok(unknown instanceof asyncio.SSLCertVerificationError);
          assert.match(unknown.message, /^\[SSL: CERTIFICATE_VERIFY_FAILED\] certificate verify failed: /);
          const named = { ...trusting, serverHostname: "example.org" };
          const mismatch = yield* failure(asyncio.openConnection(host, port, named));
          assert.ok(mismatch instanceof asyncio.SSLCertVerificationError);
          const [, writer] = yield* asyncio.openConnection(host, port, { ...trusting, serverHostname: "" });
          writer.close();
          yield* writer.waitClosed();
        },
        { ssl: ours },
      ),
    ));

  it("fails when the other side does not speak it, and the server goes on", () =>
    asyncio.run(
      withServer(
        echo,
        function* (host, port) {
          const [plainReader, plainWriter] = yield* asyncio.openConnection(host, port);
          plainWriter.write(bytes("GET / HTTP/1.1\r\n\r\n"));
          try {
            yield* plainReader.read();
          } catch (error) {
            assert.ok(error instanceof asyncio.ConnectionResetError);
          }
          plainWriter.close();
          const [reader, writer] = yield* asyncio.openConnection(host, port, trusting);
          writer.write(bytes("still there\n"));
          assert.equal(text(yield* reader.readline()), "still there\n");
          writer.close();
          yield* writer.waitClosed();
        },
        { ssl: ours },
      ),
    ));

  it("raises an SSLError for an answer in plain text, and a reset for none at all", () =>
    asyncio.run(
      (function* main() {
        yield* withServer(
          (_reader, writer) => {
            writer.write(bytes("220 this is no TLS\r\n"));
          },
          function* (host, port) {
            const error = yield* failure(asyncio.openConnection(host, port, trusting));
            assert.ok(error instanceof asyncio.SSLError, String(error));
          },
        );
        yield* withServer(
          function* (reader, writer) {
            yield* reader.read(1);
            writer.transport.abort();
          },
          function* (host, port) {
            const error = yield* failure(asyncio.openConnection(host, port, trusting));
            assert.ok(error instanceof asyncio.ConnectionResetError, String(error));
          },
        );
      })(),
    ));

  it("gives up a handshake that takes too long, on both sides", () =>
    asyncio.run(
      (function* main() {
        yield* withServer(
          () => {},
          function* (host, port) {
            const error = yield* failure(
              asyncio.openConnection(host, port, { ...trusting, sslHandshakeTimeout: 0.01 }),
            );
            assert.ok(error instanceof asyncio.ConnectionAbortedError);
            assert.equal(
              error.message,
              "SSL handshake is taking longer than 0.01 seconds: aborting the connection",
            );
          },
        );
        yield* withServer(
          echo,
          function* (host, port) {
            const [reader, writer] = yield* asyncio.openConnection(host, port);
            assert.equal((yield* reader.read()).length, 0);
            writer.close();
          },
          { ssl: ours, sslHandshakeTimeout: 0.01 },
        );
      })(),
    ));

  it("counts a connection that shakes hands as the server's: it is waited for, and aborted", () =>
    asyncio.run(
      (function* main() {
        const server = yield* asyncio.startServer(echo, "127.0.0.1", 0, { ssl: ours });
        const [host, port] = addressOf(server);
        const silent = connect(port, host);
        silent.on("error", () => {});
        // As soon as the server has it: Node's TLS may still be loading, or hands are being shaken.
        yield* until(() => asyncio.allTasks().size > 1);
        yield* asyncio.sleep(0);
        const waiting = asyncio.createTask(server.waitClosed());
        server.close();
        for (let turn = 0; turn < 20; turn++) yield* asyncio.sleep(0);
        assert.equal(waiting.done(), false);
        server.abortClients();
        yield* waiting;
        silent.destroy();
      })(),
    ));

  it("asks a client for its certificate", () =>
    asyncio.run(
      withServer(
        echo,
        function* (host, port) {
          const withCertificate = { ssl: { ca: ours.cert, ...ours } };
          const [reader, writer] = yield* asyncio.openConnection(host, port, withCertificate);
          writer.write(bytes("known\n"));
          assert.equal(text(yield* reader.readline()), "known\n");
          writer.close();
          yield* writer.waitClosed();
          const [refusedReader, refused] = yield* asyncio.openConnection(host, port, trusting);
          try {
            assert.equal((yield* refusedReader.read()).length, 0);
          } catch (error) {
            assert.ok(error instanceof asyncio.OSError);
          }
          refused.close();
        },
        { ssl: { ...ours, ca: ours.cert, requestCert: true } },
      ),
    ));
});

describe("startTls", () => {
  /** A server that begins with TLS when it is asked to. */
  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter): asyncio.Coroutine<void> {
    assert.equal(text(yield* reader.readline()), "STARTTLS\n");
    writer.write(bytes("go\n"));
    yield* writer.startTls(ours);
    yield* echo(reader, writer);
  }

  it("goes on with TLS over the same streams, on both sides", () =>
    asyncio.run(
      withServer(serve, function* (host, port) {
        const [reader, writer] = yield* asyncio.openConnection(host, port);
        const { transport } = writer;
        writer.write(bytes("STARTTLS\n"));
        assert.equal(text(yield* reader.readline()), "go\n");
        yield* writer.startTls({ ca: ours.cert }, { serverHostname: "localhost" });
        assert.notEqual(writer.transport, transport);
        assert.notEqual(writer.getExtraInfo("sslcontext"), null);
        assert.deepEqual(writer.getExtraInfo("peername"), [host, port]);
        writer.write(bytes("secret\n"));
        assert.equal(text(yield* reader.readline()), "secret\n");
        writer.close();
        yield* writer.waitClosed();
      }),
    ));

  it("ends the connection when the handshake fails, and whoever waits for its end hears of it", () =>
    asyncio.run(
      withServer(serve, function* (host, port, server) {
        const loop = asyncio.getRunningLoop();
        loop.setExceptionHandler(() => {});
        const [reader, writer] = yield* asyncio.openConnection(host, port);
        writer.write(bytes("STARTTLS\n"));
        yield* reader.readline();
        const closing = asyncio.createTask(failure(writer.waitClosed()));
        const error = yield* failure(
          writer.startTls({ ca: strangers.cert }, { serverHostname: "localhost" }),
        );
        assert.ok(error instanceof asyncio.SSLCertVerificationError);
        assert.equal(yield* closing, error);
        server.close();
        yield* server.waitClosed();
      }),
    ));

  it("refuses what is no TLS context, and transports that cannot", () =>
    asyncio.run(
      withServer(echo, function* (host, port) {
        const loop = asyncio.getRunningLoop();
        const [, writer] = yield* asyncio.openConnection(host, port);
        const { transport } = writer;
        const protocol = new asyncio.Protocol();
        const wrong = yield* failure(loop.startTls(transport, protocol, "context" as never));
        assert.ok(wrong instanceof TypeError);
        assert.equal(
          wrong.message,
          "sslcontext is expected to be an instance of ssl.SSLContext, got 'context'",
        );
        const abstract = yield* failure(loop.startTls(new asyncio.Transport(), protocol, {}));
        assert.ok(abstract instanceof TypeError);
        assert.match(abstract.message, /is not supported by start_tls\(\)$/);
        writer.close();
        const closed = yield* failure(loop.startTls(transport, protocol, {}));
        assert.ok(closed instanceof TypeError);
        yield* writer.waitClosed();
      }),
    ));
});
