/** What the cases of pipes share: a pipe, and a protocol that prints what it is told. pipe_recorder.py says the same. */
import { execFileSync } from "node:child_process";
import { constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as asyncio from "../../src/runtime/index.js";
import { show } from "./harness.js";

/** Both ends of a pipe: Node opens a named one only. */
export function pipe(): [reading: number, writing: number] {
  const folder = mkdtempSync(join(tmpdir(), "pipe-"));
  const path = join(folder, "pipe");
  execFileSync("mkfifo", [path]);
  const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writing = openSync(path, "w");
  rmSync(folder, { recursive: true });
  return [reading, writing];
}

/** A stream over each end of a new pipe. */
export function* connectStreams(): asyncio.Coroutine<[asyncio.StreamReader, asyncio.StreamWriter]> {
  const loop = asyncio.getRunningLoop();
  const [reading, writing] = pipe();
  const reader = new asyncio.StreamReader();
  yield* loop.connectReadPipe(() => new asyncio.StreamReaderProtocol(reader), reading);
  const protocol = new asyncio.StreamReaderProtocol(new asyncio.StreamReader());
  const [transport] = yield* loop.connectWritePipe(() => protocol, writing);
  return [reader, new asyncio.StreamWriter(transport, protocol, null, loop)];
}

/** Prints each call, after its name. */
export class Recorder extends asyncio.Protocol {
  made: asyncio.BaseTransport | null = null;
  readonly heard = new asyncio.Event();
  readonly lost = new asyncio.Event();
  constructor(
    readonly name: string,
    readonly print: (...values: unknown[]) => void,
  ) {
    super();
  }
  override connectionMade(transport: asyncio.BaseTransport) {
    this.made = transport;
    this.print(this.name, "made");
  }
  override dataReceived(data: Uint8Array) {
    this.print(this.name, "received", data);
    this.heard.set();
  }
  override eofReceived() {
    this.print(this.name, "eof");
    return true;
  }
  override pauseWriting() {
    this.print(this.name, "pause");
  }
  override resumeWriting() {
    this.print(this.name, "resume");
  }
  override connectionLost(error: Error | null) {
    this.print(this.name, "lost", show(error));
    this.lost.set();
  }
}
