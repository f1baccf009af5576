/** What a transport knows of its process, and that closing it kills. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

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
  const options = { stderr: null };
  const [transport, protocol] = yield* loop.subprocessExec(() => new Recorder(), "sleep", "600", options);
  print([0, 1, 2, 3].map((fd) => transport.getPipeTransport(fd) !== null));
  print(transport.getPid() > 1, transport.getReturncode(), transport.isClosing());
  print(transport.getProtocol() === protocol);
  transport.close();
  transport.close();
  print(transport.isClosing());
  yield* protocol.lost;
  print(transport.getReturncode(), protocol.calls.at(-1));
  for (const call of [() => transport.kill(), () => transport.terminate()]) {
    try {
      call();
    } catch (error) {
      print(show(error));
    }
  }
}

await asyncio.run(main());
