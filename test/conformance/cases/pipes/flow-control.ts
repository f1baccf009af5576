/** The water marks of a pipe: what they are, how they are set, and when the protocol hears of them. */
import { execFileSync } from "node:child_process";
import { constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer, tuple } from "../../harness.js";

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

class Recorder extends asyncio.Protocol {
  made: asyncio.BaseTransport | null = null;
  readonly lost = new asyncio.Event();
  constructor(readonly name: string) {
    super();
  }
  override connectionMade(transport: asyncio.BaseTransport) {
    this.made = transport;
    print(this.name, "made");
  }
  override dataReceived(data: Uint8Array) {
    print(this.name, "received", data);
  }
  override eofReceived() {
    print(this.name, "eof");
    return true;
  }
  override pauseWriting() {
    print(this.name, "pause");
  }
  override resumeWriting() {
    print(this.name, "resume");
  }
  override connectionLost(error: Error | null) {
    print(this.name, "lost", show(error));
    this.lost.set();
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const [reading, writing] = pipe();
  const [writer, protocol] = yield* loop.connectWritePipe(() => new Recorder("writer"), writing);
  print(tuple(writer.getWriteBufferLimits()));
  writer.setWriteBufferLimits(1000);
  print(tuple(writer.getWriteBufferLimits()));
  writer.setWriteBufferLimits(null, 10);
  print(tuple(writer.getWriteBufferLimits()));
  try {
    writer.setWriteBufferLimits(1, 2);
  } catch (error) {
    print(show(error));
  }
  writer.write(b("x".repeat(200_000)));
  print(writer.getWriteBufferSize() > 1000);
  const [reader] = yield* loop.connectReadPipe(() => new asyncio.Protocol(), reading);
  while (writer.getWriteBufferSize() > 0) yield* asyncio.sleep(0.001);
  yield* asyncio.sleep(0);
  writer.close();
  yield* protocol.lost.wait();
  reader.close();
}

await asyncio.run(main());
