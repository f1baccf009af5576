/** Newline-delimited JSON over a socket: framing, with bounds on what either side can make us hold. */
import type { Socket } from "node:net";

/** Longest line accepted, UTF-16 units. An expression with a large literal fits; a runaway peer does not. */
export const MAX_LINE_LENGTH = 64 * 1024 * 1024;

export interface LineReader {
  /** One line, without its end. */
  line(text: string): void;
  /** A line grew beyond `MAX_LINE_LENGTH`; nothing more is read. */
  overflow(): void;
}

/** Splits what a socket receives into lines. */
export function readLines(socket: Socket, reader: LineReader): void {
  let parts: string[] = [];
  let length = 0;
  const take = (chunk: string): void => {
    let from = 0;
    for (let end = chunk.indexOf("\n"); end >= 0; end = chunk.indexOf("\n", from)) {
      const line = parts.length === 0 ? chunk.slice(from, end) : parts.join("") + chunk.slice(from, end);
      parts = [];
      length = 0;
      from = end + 1;
      if (line.length > 0) reader.line(line);
    }
    if (from === chunk.length) return;
    parts.push(from === 0 ? chunk : chunk.slice(from));
    length += chunk.length - from;
    if (length > MAX_LINE_LENGTH) {
      socket.removeListener("data", take);
      parts = [];
      reader.overflow();
    }
  };
  socket.setEncoding("utf8");
  socket.on("data", take);
}
