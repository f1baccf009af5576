/** A protocol is told when the pipe to its process is full, and when there is room again. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer, tuple } from "../../harness.js";

const print = tracer(import.meta.url);

class Recorder extends asyncio.SubprocessProtocol {
  readonly calls: string[] = [];
  readonly resumed = new asyncio.Event();
  readonly lost = new asyncio.Event();

  override pauseWriting() {
    this.calls.push("pause");
  }
  override resumeWriting() {
    this.calls.push("resume");
    this.resumed.set();
  }
  override connectionLost() {
    this.lost.set();
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const script = "cat >/dev/null";
  const [transport, protocol] = yield* loop.subprocessShell(() => new Recorder(), script);
  const stdin = transport.getPipeTransport(0) as asyncio.WriteTransport;
  print(tuple(stdin.getWriteBufferLimits()), stdin.getWriteBufferSize());
  // Far more than Node writes in one call, however fast `cat` reads (33 times what the pipe holds).
  stdin.write(new Uint8Array(64_000_000));
  print(protocol.calls, stdin.getWriteBufferSize() > 65536);
  yield* protocol.resumed.wait();
  print(protocol.calls, stdin.getWriteBufferSize() <= 16384);
  stdin.close();
  yield* protocol.lost.wait();
  print(transport.getReturncode());
}

await asyncio.run(main());
