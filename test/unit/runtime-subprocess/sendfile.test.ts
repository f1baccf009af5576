import assert from "node:assert/strict";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as asyncio from "../../../src/runtime/index.js";
import { raised, until } from "./support.js";

/** A transport that sends no files. */
class Unfit extends asyncio.BaseTransport {
  override isClosing(): boolean {
    return false;
  }
}

describe("sendfile", () => {
  const content = new Uint8Array(1_500_000).map((_, index) => index % 253);
  let folder: string;
  let file: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "sendfile-"));
    file = join(folder, "content");
    writeFileSync(file, content);
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Runs `body` with one side of a connection, and gives what the other side has read until the end. */
  function* received(
    body: (writer: asyncio.StreamWriter, loop: asyncio.AbstractEventLoop) => asyncio.Coroutine<void>,
  ): asyncio.Coroutine<Uint8Array> {
    const loop = asyncio.getRunningLoop();
    const all = loop.createFuture<Uint8Array>();
    const path = join(folder, "socket");
    const server = yield* asyncio.startUnixServer(function* (reader, writer) {
      all.setResult(yield* reader.read());
      writer.close();
    }, path);
    const [, writer] = yield* asyncio.openUnixConnection(path);
    yield* body(writer, loop);
    writer.close();
    const data = yield* all;
    server.close();
    yield* server.waitClosed();
    return data;
  }

  const same = (left: Uint8Array, right: Uint8Array): boolean => Buffer.from(left).equals(right);

  it("sends a whole file, by descriptor or handle, between what is written before and after", () =>
    asyncio.run(
      (function* main() {
        const data = yield* received(function* (writer, loop) {
          writer.write(Uint8Array.of(1));
          const descriptor = openSync(file, "r");
          assert.equal(yield* loop.sendfile(writer.transport, descriptor), content.length);
          closeSync(descriptor);
          writer.write(Uint8Array.of(2));
          const handle = yield* asyncio.fromPromise(open(file));
          assert.equal(yield* loop.sendfile(writer.transport, handle, 10, 5), 5);
          yield* asyncio.fromPromise(handle.close());
        });
        const expected = Buffer.concat([
          Uint8Array.of(1),
          content,
          Uint8Array.of(2),
          content.subarray(10, 15),
        ]);
        assert.ok(same(data, expected));
      })(),
    ));

  it("sends from the offset on, no more than there is, and nothing behind the end", () =>
    asyncio.run(
      (function* main() {
        const descriptor = openSync(file, "r");
        const data = yield* received(function* (writer, loop) {
          const { transport } = writer;
          assert.equal(yield* loop.sendfile(transport, descriptor, content.length - 7, 100), 7);
          assert.equal(yield* loop.sendfile(transport, descriptor, content.length + 1), 0);
        });
        closeSync(descriptor);
        assert.ok(same(data, content.subarray(-7)));
      })(),
    ));

  it("reads no faster than the other side does", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const path = join(folder, "slow");
        const big = join(folder, "big");
        writeFileSync(big, new Uint8Array(20_000_000));
        let release: () => void = () => {};
        let count = 0;
        const server = yield* asyncio.startUnixServer(
          function* (reader, writer) {
            const released = loop.createFuture<void>();
            release = () => released.setResult();
            yield* released;
            count = (yield* reader.read()).length;
            writer.close();
          },
          path,
          { limit: 1024 },
        );
        const [, writer] = yield* asyncio.openUnixConnection(path);
        const descriptor = openSync(big, "r");
        const sending = asyncio.createTask(loop.sendfile(writer.transport, descriptor));
        yield* until(() => writer.transport.getWriteBufferSize() > 0);
        for (let turn = 0; turn < 50; turn++) yield* asyncio.sleep(0.001);
        assert.ok(writer.transport.getWriteBufferSize() < 1_000_000);
        assert.equal(sending.done(), false);
        release();
        assert.equal(yield* sending, 20_000_000);
        writer.close();
        yield* until(() => count > 0);
        assert.equal(count, 20_000_000);
        closeSync(descriptor);
        server.close();
      })(),
    ));

  it("that is cancelled gives the connection back", () =>
    asyncio.run(
      (function* main() {
        const descriptor = openSync(file, "r");
        const data = yield* received(function* (writer, loop) {
          const protocol = writer.transport.getProtocol();
          const sending = asyncio.createTask(loop.sendfile(writer.transport, descriptor));
          yield* asyncio.sleep(0);
          assert.notEqual(writer.transport.getProtocol(), protocol);
          sending.cancel();
          yield* asyncio.wait([sending]);
          assert.equal(writer.transport.getProtocol(), protocol);
          writer.write(Uint8Array.of(9));
        });
        assert.equal(data.at(-1), 9);
        closeSync(descriptor);
      })(),
    ));

  it("raises when the connection is lost meanwhile", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const path = join(folder, "lost");
        const server = yield* asyncio.startUnixServer((_reader, writer) => writer.transport.abort(), path);
        const [, writer] = yield* asyncio.openUnixConnection(path);
        const descriptor = openSync(file, "r");
        const error = yield* raised(() => loop.sendfile(writer.transport, descriptor));
        assert.ok(error instanceof asyncio.ConnectionError || /closing/.test(error.message), String(error));
        closeSync(descriptor);
        server.close();
      })(),
    ));

  it("refuses what cannot be done", () =>
    asyncio.run(
      (function* main() {
        const descriptor = openSync(file, "r");
        yield* received(function* (writer, loop) {
          const { transport } = writer;
          const cases: [body: () => asyncio.Coroutine<number>, name: string, message: string | RegExp][] = [
            [
              () => loop.sendfile(transport, descriptor, 0, null, { fallback: false }),
              "SendfileNotAvailableError",
              "sendfile syscall is not supported",
            ],
            [
              () => loop.sendfile(new Unfit(), descriptor),
              "RuntimeError",
              /^sendfile is not supported for transport /,
            ],
            [
              () => loop.sendfile(transport, descriptor, -1),
              "ValueError",
              "offset must be a non-negative integer (got -1)",
            ],
            [
              () => loop.sendfile(transport, descriptor, 0.5),
              "TypeError",
              "offset must be a non-negative integer (got 0.5)",
            ],
            [
              () => loop.sendfile(transport, descriptor, 0, 0),
              "ValueError",
              "count must be a positive integer (got 0)",
            ],
            [
              () => loop.sendfile(transport, "file" as never),
              "TypeError",
              "a file descriptor or a FileHandle was expected, got 'file'",
            ],
          ];
          for (const [body, name, message] of cases) {
            const error = yield* raised(body);
            assert.equal(error.name, name);
            if (typeof message === "string") assert.equal(error.message, message);
            else assert.match(error.message, message);
          }
          transport.close();
          const closing = yield* raised(() => loop.sendfile(transport, descriptor));
          assert.deepEqual([closing.name, closing.message], ["RuntimeError", "Transport is closing"]);
        });
        closeSync(descriptor);
      })(),
    ));
});
