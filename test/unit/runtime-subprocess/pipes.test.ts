import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import * as asyncio from "../../../src/runtime/index.js";
import { bytes, openDescriptors, raised, text, until } from "./support.js";

describe("a pipe", () => {
  let folder: string;
  let fifo: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "pipes-"));
    fifo = join(folder, "fifo");
    execFileSync("mkfifo", [fifo]);
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Both ends of a pipe of the system's. */
  function openBoth(): [reading: number, writing: number] {
    const reading = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    return [reading, openSync(fifo, constants.O_WRONLY)];
  }

  function* connect(
    reading: asyncio.ReadPipe,
    writing: asyncio.WritePipe,
    limit?: number,
  ): asyncio.Coroutine<[reader: asyncio.StreamReader, writer: asyncio.StreamWriter]> {
    const loop = asyncio.getRunningLoop();
    const reader = new asyncio.StreamReader(limit);
    yield* loop.connectReadPipe(() => new asyncio.StreamReaderProtocol(reader), reading);
    const protocol = new asyncio.StreamReaderProtocol(null);
    const [transport] = yield* loop.connectWritePipe(() => protocol, writing);
    return [reader, new asyncio.StreamWriter(transport, protocol, null, loop)];
  }

  const kinds: [what: string, open: () => [asyncio.ReadPipe, asyncio.WritePipe]][] = [
    ["of descriptors", openBoth],
    [
      "of a stream of Node's",
      () => {
        const stream = new PassThrough();
        return [stream, stream];
      },
    ],
  ];
  for (const [what, open] of kinds) {
    it(`${what} carries bytes to its end`, () =>
      asyncio.run(
        (function* main() {
          const before = openDescriptors();
          const [reader, writer] = yield* connect(...open());
          writer.write(bytes("one\n"));
          writer.writelines([bytes("two"), bytes("\nthree")]);
          yield* writer.drain();
          assert.equal(text(yield* reader.readline()), "one\n");
          assert.equal(text(yield* reader.readline()), "two\n");
          assert.equal(writer.canWriteEof(), true);
          writer.writeEof();
          yield* writer.waitClosed();
          assert.equal(text(yield* reader.read()), "three");
          assert.ok(reader.atEof());
          yield* until(() => openDescriptors() <= before);
        })(),
      ));

    it(`${what} holds up who writes until there is room, and loses nothing`, () =>
      asyncio.run(
        (function* main() {
          const [reader, writer] = yield* connect(...open(), 1024);
          const block = new Uint8Array(1_000_000).map((_, index) => index % 251);
          for (let at = 0; at < block.length; at += 50_000) writer.write(block.subarray(at, at + 50_000));
          const draining = asyncio.createTask(writer.drain());
          for (let turn = 0; turn < 20; turn++) yield* asyncio.sleep(0);
          assert.equal(draining.done(), false);
          const read = yield* reader.readexactly(block.length);
          yield* draining;
          assert.ok(Buffer.from(read).equals(block));
          writer.close();
          assert.equal((yield* reader.read()).length, 0);
        })(),
      ));
  }

  it("tells its protocol of its end, then that it is lost, and of what it was made", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const calls: string[] = [];
        class Recorder extends asyncio.Protocol {
          override connectionMade(): void {
            calls.push("made");
          }
          override dataReceived(data: Uint8Array): void {
            calls.push(text(data));
          }
          override eofReceived(): boolean {
            calls.push("eof");
            return true; // a pipe does not stay open for that
          }
          override connectionLost(error: Error | null): void {
            calls.push(`lost ${error}`);
          }
        }
        const [reading, writing] = openBoth();
        const [reader] = yield* loop.connectReadPipe(() => new Recorder(), reading);
        const [writer] = yield* loop.connectWritePipe(() => new Recorder(), writing);
        assert.equal(reader.getExtraInfo("pipe"), reading);
        assert.equal(writer.getExtraInfo("pipe"), writing);
        assert.ok(reader instanceof asyncio.ReadTransport && writer instanceof asyncio.WriteTransport);
        writer.write(bytes("data"));
        writer.close();
        yield* until(() => calls.filter((call) => call === "lost null").length === 2);
        assert.deepEqual(
          calls.filter((call) => call !== "lost null"),
          ["made", "made", "data", "eof"],
        );
        assert.equal(calls.at(-1), "lost null");
      })(),
    ));

  it("is not read while reading is paused", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const received: string[] = [];
        class Recorder extends asyncio.Protocol {
          override dataReceived(data: Uint8Array): void {
            received.push(text(data));
          }
        }
        const [reading, writing] = openBoth();
        const [reader] = yield* loop.connectReadPipe(() => new Recorder(), reading);
        const [writer] = yield* loop.connectWritePipe(() => new asyncio.Protocol(), writing);
        reader.pauseReading();
        assert.equal(reader.isReading(), false);
        writer.write(bytes("late"));
        for (let turn = 0; turn < 20; turn++) yield* asyncio.sleep(0);
        assert.deepEqual(received, []);
        reader.resumeReading();
        yield* until(() => received.length > 0);
        assert.deepEqual(received, ["late"]);
        reader.close();
        writer.close();
      })(),
    ));

  it("whose reader is gone is broken for who writes", () =>
    asyncio.run(
      (function* main() {
        const [reading, writing] = openBoth();
        const loop = asyncio.getRunningLoop();
        const protocol = new asyncio.StreamReaderProtocol(null);
        const [transport] = yield* loop.connectWritePipe(() => protocol, writing);
        const writer = new asyncio.StreamWriter(transport, protocol, null, loop);
        closeSync(reading);
        writer.write(bytes("x"));
        assert.ok((yield* raised(() => writer.waitClosed())) instanceof asyncio.BrokenPipeError);
        assert.ok((yield* raised(() => writer.drain())) instanceof asyncio.ConnectionResetError);
      })(),
    ));

  it("drops what is written after its end, with a warning once that is often", () =>
    asyncio.run(
      (function* main() {
        const warnings: string[] = [];
        const ignore = () => {};
        const restore = asyncio.setLogger({
          debug: ignore,
          info: ignore,
          error: ignore,
          warning: (line) => warnings.push(line),
        });
        try {
          const [reader, writer] = yield* connect(...openBoth());
          writer.writeEof();
          for (let count = 0; count < 6; count++) writer.write(bytes("lost"));
          writer.writelines([bytes("lost, too")]);
          assert.equal((yield* reader.read()).length, 0);
          assert.deepEqual(
            new Set(warnings),
            new Set(["pipe closed by peer or os.write(pipe, data) raised exception."]),
          );
        } finally {
          restore();
        }
      })(),
    ));

  it("can be a device", () =>
    asyncio.run(
      (function* main() {
        const [reader, writer] = yield* connect(openSync("/dev/zero", "r"), openSync("/dev/null", "w"), 100);
        assert.deepEqual(yield* reader.readexactly(3), new Uint8Array(3));
        writer.write(bytes("nobody reads this"));
        yield* writer.drain();
        writer.close();
        yield* writer.waitClosed();
      })(),
    ));

  it("cannot be a regular file, a closed stream, or a stream of objects", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const protocol = () => new asyncio.Protocol();
        const file = join(folder, "file");
        writeFileSync(file, "");
        const descriptor = openSync(file, "r+");
        const closed = new PassThrough();
        closed.destroy();
        const cases: [pipe: unknown, name: string, reading: string, writing: string][] = [
          [
            descriptor,
            "ValueError",
            "Pipe transport is for pipes/sockets only.",
            "Pipe transport is only for pipes, sockets and character devices",
          ],
          [closed, "ValueError", "I/O operation on closed file", "I/O operation on closed file"],
          [
            new PassThrough({ objectMode: true }),
            "TypeError",
            "a stream of objects is no pipe",
            "a stream of objects is no pipe",
          ],
          [
            "text",
            "TypeError",
            "a file descriptor or a readable stream was expected, got 'text'",
            "a file descriptor or a writable stream was expected, got 'text'",
          ],
        ];
        for (const [pipe, name, reading, writing] of cases) {
          const read = yield* raised(() => loop.connectReadPipe(protocol, pipe as number));
          assert.deepEqual([read.name, read.message], [name, reading]);
          const write = yield* raised(() => loop.connectWritePipe(protocol, pipe as number));
          assert.deepEqual([write.name, write.message], [name, writing]);
        }
        closeSync(descriptor);
        const bad = (yield* raised(() => loop.connectReadPipe(protocol, descriptor))) as asyncio.OSError;
        assert.deepEqual([bad.name, bad.message], ["OSError", "[Errno 9] Bad file descriptor"]);
      })(),
    ));

  it("that fails tells its protocol why", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        loop.setExceptionHandler(() => {});
        const reader = new asyncio.StreamReader();
        const stream = new Readable({ read() {} });
        yield* loop.connectReadPipe(() => new asyncio.StreamReaderProtocol(reader), stream);
        stream.destroy(new Error("torn"));
        assert.equal((yield* raised(() => reader.read())).message, "torn");
      })(),
    ));
});
