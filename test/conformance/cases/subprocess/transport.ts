/** What a transport knows of its process, and that closing it kills. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";
import { Recorder } from "../../process_recorder.js";

const print = tracer(import.meta.url);

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
