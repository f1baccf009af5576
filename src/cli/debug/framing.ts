/** The framing of the Debug Adapter Protocol's base protocol: `Content-Length: N\r\n\r\n` and N bytes of JSON. */

const SEPARATOR = Buffer.from("\r\n\r\n");

/** A header is two dozen bytes; what goes on for longer is not this protocol. */
const LONGEST_HEADER_BYTES = 4096;

/** What came is not the protocol: the connection cannot go on. */
export class FramingError extends Error {
  override readonly name = "FramingError";
}

/** One message as bytes to send. */
export function encodeFrame(message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
}

/** Cuts a byte stream into messages. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #sizeBytes = 0;
  #wantedBytes: number | undefined;

  /**
   * Takes the next bytes and answers the messages that they complete.
   * @throws FramingError when a header has no length, or a body is not a JSON object.
   */
  push(chunk: Buffer): Record<string, unknown>[] {
    this.#chunks.push(chunk);
    this.#sizeBytes += chunk.length;
    const messages: Record<string, unknown>[] = [];
    for (;;) {
      if (this.#wantedBytes === undefined) {
        const all = this.#joined();
        const end = all.indexOf(SEPARATOR);
        if (end < 0) {
          if (all.length > LONGEST_HEADER_BYTES) throw new FramingError("a header that does not end");
          return messages;
        }
        const header = all.toString("latin1", 0, end);
        const length = /^content-length:\s*(\d+)\s*$/im.exec(header)?.[1];
        if (length === undefined) throw new FramingError(`a header without a length: ${header.slice(0, 80)}`);
        this.#wantedBytes = Number(length);
        this.#keep(all.subarray(end + SEPARATOR.length));
      }
      // A large body arrives in many chunks: they are joined once it is complete.
      if (this.#sizeBytes < this.#wantedBytes) return messages;
      const all = this.#joined();
      const text = all.toString("utf8", 0, this.#wantedBytes);
      this.#keep(all.subarray(this.#wantedBytes));
      this.#wantedBytes = undefined;
      messages.push(parseObject(text));
    }
  }

  #joined(): Buffer {
    if (this.#chunks.length !== 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0]!;
  }

  #keep(rest: Buffer): void {
    this.#chunks = [rest];
    this.#sizeBytes = rest.length;
  }
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FramingError(`not JSON: ${text.slice(0, 80)}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new FramingError(`not an object: ${text.slice(0, 80)}`);
  return value as Record<string, unknown>;
}
