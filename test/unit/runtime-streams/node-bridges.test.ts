import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { PassThrough, Readable, Writable } from "node:stream";
import { createGunzip, gzipSync } from "node:zlib";
import * as asyncio from "../../../src/runtime/index.js";
import { bytes, failure, text, until } from "./connections.js";

describe("fromEvent", () => {
  it("gives the arguments of the next event, and listens no more", () =>
    asyncio.run(
      (function* main() {
        const emitter = new EventEmitter();
        const next = asyncio.fromEvent<[number, string]>(emitter, "done");
        setImmediate(() => emitter.emit("done", 1, "two"));
        const [number, word] = yield* next;
        assert.deepEqual([number, word], [1, "two"]);
        yield* asyncio.sleep(0);
        assert.deepEqual(emitter.eventNames(), []);
        emitter.emit("done", 3);
      })(),
    ));

  it("raises an emitter's error, unless that is what is waited for", () =>
    asyncio.run(
      (function* main() {
        const emitter = new EventEmitter();
        const waiting = asyncio.fromEvent(emitter, "done");
        emitter.emit("error", new Error("broken"));
        assert.equal((yield* failure(waiting)).message, "broken");
        const failed = asyncio.fromEvent<[Error]>(emitter, "error");
        emitter.emit("error", new Error("expected"));
        assert.equal((yield* failed)[0].message, "expected");
        yield* asyncio.sleep(0);
        assert.deepEqual(emitter.eventNames(), []);
      })(),
    ));

  it("takes its listeners off when whoever waits is cancelled", () =>
    asyncio.run(
      (function* main() {
        const emitter = new EventEmitter();
        const task = asyncio.createTask(
          (function* () {
            yield* asyncio.fromEvent(emitter, "never");
          })(),
        );
        yield* asyncio.sleep(0);
        assert.deepEqual(emitter.eventNames(), ["never", "error"]);
        task.cancel();
        yield* asyncio.wait([task]);
        yield* asyncio.sleep(0);
        assert.deepEqual(emitter.eventNames(), []);
      })(),
    ));

  it("takes an EventTarget, and refuses what emits nothing", () =>
    asyncio.run(
      (function* main() {
        const target = new EventTarget();
        const next = asyncio.fromEvent<[Event]>(target, "ping");
        target.dispatchEvent(new Event("error"));
        target.dispatchEvent(new Event("ping"));
        assert.equal((yield* next)[0].type, "ping");
        assert.throws(() => asyncio.fromEvent({} as never, "ping"), TypeError);
      })(),
    ));

  it("needs a running loop", () => {
    assert.throws(() => asyncio.fromEvent(new EventEmitter(), "x"), { message: "no running event loop" });
    assert.throws(() => asyncio.fromEvents(new EventEmitter(), "x"), { message: "no running event loop" });
  });
});

describe("fromEvents", () => {
  it("keeps what comes while nobody looks, and ends by an event", () =>
    asyncio.run(
      (function* main() {
        const emitter = new EventEmitter();
        const events = asyncio.fromEvents<[number]>(emitter, "item", { close: ["end"] });
        for (const item of [1, 2, 3]) emitter.emit("item", item);
        emitter.emit("end");
        emitter.emit("item", 4);
        const got: number[] = [];
        const completed = yield* asyncio.asyncFor(events, function* ([item]) {
          got.push(item);
        });
        assert.deepEqual([got, completed, emitter.eventNames()], [[1, 2, 3], true, []]);
        assert.ok((yield* failure(events.anext())) instanceof asyncio.StopAsyncIteration);
      })(),
    ));

  it("listens no more once the loop over it is left", () =>
    asyncio.run(
      (function* main() {
        const emitter = new EventEmitter();
        setImmediate(() => emitter.emit("item"));
        yield* asyncio.asyncFor(asyncio.fromEvents(emitter, "item"), function* () {
          return asyncio.BREAK;
        });
        assert.deepEqual(emitter.eventNames(), []);
      })(),
    ));

  it("raises an error after the events before it", () =>
    asyncio.run(
      (function* main() {
        const emitter = new EventEmitter();
        const events = asyncio.fromEvents(emitter, "item");
        emitter.emit("item", "first");
        emitter.emit("error", new Error("broken"));
        assert.deepEqual(yield* events.anext(), ["first"]);
        assert.equal((yield* failure(events.anext())).message, "broken");
        assert.ok((yield* failure(events.anext())) instanceof asyncio.StopAsyncIteration);
      })(),
    ));
});

describe("fromReadable", () => {
  it("reads lines and exact sizes from any stream of Node's", () =>
    asyncio.run(
      (function* main() {
        const zipped = Readable.from([gzipSync("first\nsecond\nrest")]);
        const reader = yield* asyncio.fromReadable(zipped.pipe(createGunzip()));
        assert.equal(text(yield* reader.readline()), "first\n");
        assert.equal(text(yield* reader.readexactly(3)), "sec");
        assert.equal(text(yield* reader.read()), "ond\nrest");
        assert.equal(reader.atEof(), true);
      })(),
    ));

  it("holds the stream up while nobody reads", () =>
    asyncio.run(
      (function* main() {
        let made = 0;
        const endless = new Readable({
          highWaterMark: 1000,
          read() {
            made += 1000;
            this.push(new Uint8Array(1000));
          },
        });
        const reader = yield* asyncio.fromReadable(endless, { limit: 5000 });
        yield* until(() => made > 10_000);
        for (let turn = 0; turn < 50; turn++) yield* asyncio.fromPromise(new Promise(setImmediate));
        const held = made;
        for (let turn = 0; turn < 50; turn++) yield* asyncio.fromPromise(new Promise(setImmediate));
        assert.equal(made, held);
        yield* reader.readexactly(held + 1000);
        assert.ok(made > held);
        endless.destroy();
      })(),
    ));

  it("raises the stream's error", () =>
    asyncio.run(
      (function* main() {
        const stream = new PassThrough();
        const reader = yield* asyncio.fromReadable(stream);
        asyncio.getRunningLoop().setExceptionHandler(() => {});
        stream.destroy(new Error("broken"));
        assert.equal((yield* failure(reader.read())).message, "broken");
      })(),
    ));
});

describe("fromWritable", () => {
  it("waits while the stream is full, and for its end", () =>
    asyncio.run(
      (function* main() {
        const written: string[] = [];
        const release: (() => void)[] = [];
        const slow = new Writable({
          write(chunk, _encoding, callback) {
            written.push(String(chunk));
            release.push(callback);
          },
        });
        const writer = yield* asyncio.fromWritable(slow);
        writer.transport.setWriteBufferLimits(4);
        writer.write(bytes("first"));
        const draining = asyncio.createTask(writer.drain());
        yield* asyncio.sleep(0);
        assert.deepEqual([draining.done(), written], [false, ["first"]]);
        release.shift()?.();
        yield* draining;
        writer.write(bytes("last"));
        writer.close();
        release.shift()?.();
        yield* writer.waitClosed();
        assert.deepEqual(written, ["first", "last"]);
      })(),
    ));
});
