/** Streams over a pipe. */
import { execFileSync } from "node:child_process";
import { constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

/** Both ends of a pipe: Node opens a named one only. */
function pipe(): [reading: number, writing: number] {
  const folder = mkdtempSync(join(tmpdir(), "pipe-"));
  const path = join(folder, "pipe");
  execFileSync("mkfifo", [path]);
  const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writing = openSync(path, "w");
  rmSync(folder, { recursive: true });
  return [reading, writing];
}

function* connect() {
  const loop = asyncio.getRunningLoop();
  const [reading, writing] = pipe();
  const reader = new asyncio.StreamReader();
  yield* loop.connectReadPipe(() => new asyncio.StreamReaderProtocol(reader), reading);
  const protocol = new asyncio.StreamReaderProtocol(new asyncio.StreamReader());
  const [transport] = yield* loop.connectWritePipe(() => protocol, writing);
  return [reader, new asyncio.StreamWriter(transport, protocol, null, loop)] as const;
}

function* main() {
  const [reader, writer] = yield* connect();
  writer.write(b("one\ntwo"));
  writer.writelines([b("\n"), b("three")]);
  yield* writer.drain();
  print(yield* reader.readline(), yield* reader.readline());
  print(writer.canWriteEof());
  writer.writeEof();
  print(yield* reader.read(), reader.atEof());
  yield* writer.waitClosed();
  print(writer.isClosing());
}

await asyncio.run(main());
