/** Closing the transport of a process that has ended does nothing to it. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";
import { Recorder } from "../../process_recorder.js";

const print = tracer(import.meta.url);

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
