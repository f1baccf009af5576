/** What the cases of processes share: a protocol that notes what it is told. process_recorder.py says the same. */
import * as asyncio from "../../src/runtime/index.js";

/** Notes each call; `lost` is done with the last one. */
export class Recorder extends asyncio.SubprocessProtocol {
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
