/** Closing the transport of a process that has ended does nothing to it. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Recorder extends asyncio.SubprocessProtocol {
  readonly calls: string[] = [];
  readonly lost = asyncio.getRunningLoop().createFuture<void>();

  override connectionMade() {
    this.calls.push("connection_made");
  }
  override pipeDataReceived(fd: number, data: Uint8Array) {
    this.calls.push(`data ${fd} ${new TextDecoder().decode(data)}`);
  }
  override pipeConnectionLost(fd: number, error: Error | null) {
    this.calls.push(`pipe lost ${fd} ${error ?? "None"}`);
  }
  override processExited() {
    this.calls.push("exited");
  }
  override connectionLost(error: Error | null) {
    this.calls.push(`lost ${error ?? "None"}`);
    this.lost.setResult();
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const options = { stdin: null, stdout: null, stderr: null };
  const [transport, protocol] = yield* loop.subprocessExec(() => new Recorder(), "true", options);
  yield* protocol.lost;
  print(protocol.calls);
  transport.close();
  print(transport.isClosing(), transport.getReturncode());
}

await asyncio.run(main());
