/**
 * Between Node's streams and asyncio's: any `Readable` as a {@link StreamReader}, any `Writable` as a
 * {@link StreamWriter}, with back-pressure both ways.
 *
 * In Python one would write the same by hand, over `loop.connect_read_pipe` and `loop.connect_write_pipe`.
 */
import type { Coroutine } from "./coroutines.js";
import { getRunningLoop } from "./events.js";
import { StreamReader } from "./streams.js";
import type { StreamLimit } from "./streams_open.js";
import { StreamReaderProtocol } from "./streams_protocol.js";
import { StreamWriter } from "./streams_writer.js";

/**
 * Reads a stream of Node's, such as a response's body or `process.stdin`, with `readline`, `readexactly` and the like.
 * From now on it is the reader's; Node is held up while nobody reads. Its error is raised by whoever reads.
 * @throws {RuntimeError} outside of a running loop.
 */
export function* fromReadable(
  readable: NodeJS.ReadableStream,
  options: StreamLimit = {},
): Coroutine<StreamReader> {
  const loop = getRunningLoop();
  const reader = new StreamReader(options.limit, loop);
  yield* loop.connectReadPipe(() => new StreamReaderProtocol(reader, null, loop), readable);
  return reader;
}

/**
 * Writes to a stream of Node's: `write`, then `yield* drain()`, which waits while it is full. `close` ends the stream,
 * and `waitClosed` waits until everything has left.
 * @throws {RuntimeError} outside of a running loop.
 */
export function* fromWritable(writable: NodeJS.WritableStream): Coroutine<StreamWriter> {
  const loop = getRunningLoop();
  const make = () => new StreamReaderProtocol(null, null, loop);
  const [transport, protocol] = yield* loop.connectWritePipe(make, writable);
  return new StreamWriter(transport, protocol, null, loop);
}
