import assert from "node:assert/strict";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import fc from "fast-check";
import { ConnectionClosed, DapConnection, RequestRefused } from "../../../src/cli/debug/connection.js";
import { encodeFrame, FrameReader, FramingError } from "../../../src/cli/debug/framing.js";

describe("the framing of the debug adapter protocol", () => {
  it("is read back from any chunks", () => {
    const messages = fc.array(fc.record({ text: fc.string({ unit: "binary", maxLength: 20 }) }), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(messages, fc.integer({ min: 1, max: 50 }), (sent, chunkBytes) => {
        const bytes = Buffer.concat(sent.map(encodeFrame));
        const reader = new FrameReader();
        const received: unknown[] = [];
        for (let at = 0; at < bytes.length; at += chunkBytes)
          received.push(...reader.push(bytes.subarray(at, at + chunkBytes)));
        assert.deepEqual(JSON.parse(JSON.stringify(received)), JSON.parse(JSON.stringify(sent)));
      }),
    );
  });

  it("refuses what is not the protocol", () => {
    for (const text of [
      "Hello: 1\r\n\r\n{}",
      "Content-Length: 4\r\n\r\n{{{{",
      "Content-Length: 2\r\n\r\n[]",
      "x".repeat(5000),
    ])
      assert.throws(() => new FrameReader().push(Buffer.from(text)), FramingError);
  });
});

describe("a connection to a debug adapter", () => {
  function connect() {
    const input = new PassThrough();
    const output = new PassThrough();
    const events: [string, unknown][] = [];
    const connection = new DapConnection(input, output, (event, body) => events.push([event, body]));
    const reader = new FrameReader();
    const sent = async (): Promise<Record<string, unknown>> => {
      const [chunk] = (await once(output, "data")) as [Buffer];
      return reader.push(chunk)[0]!;
    };
    const receive = (message: object) => input.write(encodeFrame(message));
    return { connection, input, events, sent, receive };
  }

  it("answers each request with its own response", async () => {
    const { connection, receive } = connect();
    const first = connection.request("a");
    const second = connection.request("b", { x: 1 });
    receive({ type: "response", request_seq: 2, success: true, body: "B" });
    receive({ type: "response", request_seq: 1, success: true, body: "A" });
    assert.deepEqual(await Promise.all([first, second]), ["A", "B"]);
  });

  it("gives the adapter's reason for a refusal", async () => {
    const { connection, receive } = connect();
    const first = connection.request("a");
    receive({
      type: "response",
      request_seq: 1,
      success: false,
      message: "short",
      body: { error: { id: 7, format: "no task {id} in {place}", variables: { id: "9" } } },
    });
    await assert.rejects(
      first,
      (error) => error instanceof RequestRefused && error.message === "no task 9 in {place}",
    );
    const second = connection.request("b");
    receive({ type: "response", request_seq: 2, success: false });
    await assert.rejects(second, /b was refused/);
  });

  it("tells events, and refuses the adapter's own requests", async () => {
    const { events, sent, receive } = connect();
    receive({ type: "event", event: "output", body: { output: "x" } });
    receive({ seq: 5, type: "request", command: "runInTerminal" });
    const answer = await sent();
    assert.equal(answer["request_seq"], 5);
    assert.equal(answer["success"], false);
    assert.deepEqual(events, [["output", { output: "x" }]]);
  });

  it("rejects what is open, and what is asked later, once it is closed", async () => {
    const { connection } = connect();
    const open = connection.request("a");
    connection.close("the adapter ended");
    connection.close("again");
    await assert.rejects(
      open,
      (error) => error instanceof ConnectionClosed && error.message === "the adapter ended",
    );
    await assert.rejects(connection.request("b"), ConnectionClosed);
  });

  it("closes on bytes that are not the protocol", async () => {
    const { connection, input } = connect();
    const open = connection.request("a");
    input.write("Content-Length: 3\r\n\r\nno!");
    await assert.rejects(open, /something else than the protocol/);
  });
});
