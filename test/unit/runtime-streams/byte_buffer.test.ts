import assert from "node:assert/strict";
import { ByteBuffer } from "../../../src/runtime/byte_buffer.js";
import { asBytes, indexOfBytes, joinBytes } from "../../../src/runtime/bytes.js";
import { bytes, text } from "./connections.js";

/** A generator of pseudo-random numbers below `limit`: every run is the same. */
function randomly(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return (state >>> 12) % limit; // its low bits have short periods
  };
}

describe("a byte buffer", () => {
  it("gives out what was put in, however it is cut", () => {
    const random = randomly(7);
    const buffer = new ByteBuffer();
    let expected = Buffer.alloc(0);
    for (let step = 0; step < 2000; step++) {
      const size = random(4) === 0 ? random(20_000) : random(50);
      if (random(2) === 0) {
        const piece = new Uint8Array(size).fill(step & 255);
        buffer.push(piece);
        expected = Buffer.concat([expected, piece]);
      } else {
        const taken = random(10) === 0 ? buffer.takeAll() : buffer.take(size);
        const count = taken.length;
        assert.equal(Buffer.compare(taken, expected.subarray(0, count)), 0);
        expected = expected.subarray(count);
      }
      assert.equal(buffer.length, expected.length);
    }
  });

  it("never changes bytes that it has given out", () => {
    const buffer = new ByteBuffer();
    buffer.push(bytes("a".repeat(5000)));
    buffer.push(bytes("b".repeat(5000)));
    const given = buffer.take(5000);
    const before = text(given);
    for (let time = 0; time < 50; time++) {
      buffer.push(bytes("c".repeat(3000)));
      buffer.take(2999);
    }
    assert.equal(text(given), before);
  });

  it("finds what begins in one piece and ends in the next", () => {
    const buffer = new ByteBuffer();
    for (const piece of ["ab", "abc", "--", "-E", "ND", "x"]) buffer.push(bytes(piece));
    assert.equal(buffer.indexOf(bytes("--END"), 0), 6);
    assert.equal(buffer.indexOf(bytes("---EN"), 0), 5);
    assert.equal(buffer.indexOf(bytes("----"), 0), -1);
    assert.equal(buffer.indexOf(bytes("ab"), 1), 2);
    assert.equal(buffer.indexOf(bytes("x"), 5), 11);
    assert.equal(buffer.indexOf(bytes("xy"), 0), -1);
  });
});

describe("bytes", () => {
  it("are taken without a copy from whatever holds them", () => {
    const memory = bytes("0123456789");
    assert.equal(asBytes(memory), memory);
    assert.equal(text(asBytes(memory.buffer as ArrayBuffer)), "0123456789");
    assert.equal(text(asBytes(new DataView(memory.buffer, 2, 3))), "234");
    assert.equal(text(asBytes(new Uint16Array(memory.buffer, 4, 2))), "4567");
    assert.equal(asBytes(Buffer.from("text")).length, 4);
  });

  it("are asked for in Python's words", () => {
    class Own {}
    const refused: [unknown, string][] = [
      ["text", "str"],
      [1, "int"],
      [1.5, "float"],
      [true, "bool"],
      [null, "NoneType"],
      [undefined, "NoneType"],
      [[1], "list"],
      [new Own(), "Own"],
      [() => {}, "function"],
    ];
    for (const [value, name] of refused) {
      const message = `data argument must be a bytes-like object, not '${name}'`;
      assert.throws(() => asBytes(value), { name: "TypeError", message });
    }
  });

  it("are found where a false start overlaps the right one", () => {
    assert.equal(indexOfBytes(bytes("aaab"), bytes("aab"), 0), 1);
    assert.equal(indexOfBytes(bytes("aa"), bytes("aab"), 0), -1);
  });

  it("are joined, a single piece as it is", () => {
    const piece = bytes("one");
    assert.equal(joinBytes([piece]), piece);
    assert.equal(text(joinBytes([piece, bytes(""), bytes("two")])), "onetwo");
    assert.equal(joinBytes([]).length, 0);
  });
});
