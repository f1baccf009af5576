/** What a protocol is told: first of the connection, then of pipes and the exit, last of the end. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Recorder extends asyncio.SubprocessProtocol {
  readonly calls: string[] = [];
  readonly lost = asyncio.getRunningLoop().createFuture<void>();

  override connectionMade() {
    this.calls.push("connection_made");
  }
  override pipeDataReceived(fd: number, data: Uint8Array) {
    this.calls.push(`data ${fd} ${new TextDecoder().decode(data).trim()}`);
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
  const script = "read line; echo got $line; exec >&-; echo problem >&2; exec 2>&-; exit 7";
  const [transport, protocol] = yield* loop.subprocessShell(() => new Recorder(), script);
  print(protocol.calls, transport.getReturncode());
  (transport.getPipeTransport(0) as asyncio.WriteTransport).write(b("it\n"));
  yield* protocol.lost;
  print(protocol.calls[0], protocol.calls.at(-1));
  print(protocol.calls.slice(1, -1).sort());
  print(transport.getReturncode());
  transport.close();
}

await asyncio.run(main());
