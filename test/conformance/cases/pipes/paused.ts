/** A reader that is paused is told nothing until it is resumed. */
import { execFileSync } from "node:child_process";
import { constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

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
  const [reader, protocol] = yield* loop.connectReadPipe(() => new Recorder("reader"), reading);
  const [writer] = yield* loop.connectWritePipe(() => new asyncio.Protocol(), writing);
  print(reader.isReading());
  reader.pauseReading();
  reader.pauseReading();
  print(reader.isReading());
  writer.write(b("late"));
  writer.close();
  yield* asyncio.sleep(0.05);
  print("resuming");
  reader.resumeReading();
  reader.resumeReading();
  print(reader.isReading());
  yield* protocol.lost.wait();
  reader.pauseReading();
  reader.resumeReading();
  print(reader.isReading());
}

await asyncio.run(main());
