import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { PassThrough } from "node:stream";
import { MAX_LINE_LENGTH, readLines } from "../../../src/preload/lines.js";
import { ERROR_CODE, parseRequest, toCdpError } from "../../../src/preload/request.js";

describe("lines of a socket", () => {
  function reader() {
    const socket = new PassThrough();
    const heard: string[] = [];
    readLines(socket as unknown as Socket, {
      line: (text) => heard.push(text),
      overflow: () => heard.push("overflow"),
    });
    return { heard, feed: (text: string | Buffer) => socket.emit("data", text) };
  }

  it("are put together from chunks, and taken apart", () => {
    const { heard, feed } = reader();
    feed("a");
    feed("b\nc\n\nd");
    assert.deepEqual(heard, ["ab", "c"]);
    feed("e\n");
    assert.deepEqual(heard, ["ab", "c", "de"]);
  });

  it("are given up when they grow without end, and nothing is read from then on", () => {
    const { heard, feed } = reader();
    const half = "x".repeat(MAX_LINE_LENGTH / 2);
    feed(half);
    feed(half);
    assert.deepEqual(heard, []);
    feed("x");
    feed("\nafter\n");
    assert.deepEqual(heard, ["overflow"]);
  });
});

describe("a request", () => {
  it("is read with its id, method and params", () => {
    assert.deepEqual(parseRequest('{"id":1,"method":"A.b","params":{"c":2}}'), {
      ok: true,
      request: { id: 1, method: "A.b", params: { c: 2 } },
    });
  });

  it("that is refused keeps its id, for whoever waits for the answer", () => {
    const refused = parseRequest('{"id":7}');
    assert.ok(!refused.ok);
    assert.equal(refused.id, 7);
    assert.equal(refused.error.code, ERROR_CODE.invalidRequest);
  });

  it("gets V8's own error back, without Node's wrapping", () => {
    assert.deepEqual(toCdpError(new Error("Inspector error -32000: Cannot find\ncontext")), {
      code: -32000,
      message: "Cannot find\ncontext",
    });
    assert.equal(toCdpError(new TypeError("other")).message, "other");
  });
});
