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
  const script = "exec cat >/dev/null";
  const [transport, protocol] = yield* loop.subprocessShell(() => new Recorder(), script);
  const stdin = transport.getPipeTransport(0) as asyncio.WriteTransport;
  print(tuple(stdin.getWriteBufferLimits()), stdin.getWriteBufferSize());
  // One call writes any amount to a process that reads as fast: this one (exec: not its shell) is stopped.
  transport.sendSignal("SIGSTOP");
  stdin.write(new Uint8Array(4_000_000));
  print(protocol.calls, stdin.getWriteBufferSize() > 65536);
  transport.sendSignal("SIGCONT");
  yield* protocol.resumed.wait();
  print(protocol.calls, stdin.getWriteBufferSize() <= 16384);
  stdin.close();
  yield* protocol.lost.wait();
  print(transport.getReturncode());
}

await asyncio.run(main());
