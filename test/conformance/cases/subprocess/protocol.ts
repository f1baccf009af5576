/** What a protocol is told: first of the connection, then of pipes and the exit, last of the end. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";
import { Recorder } from "../../process_recorder.js";

const print = tracer(import.meta.url);

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
