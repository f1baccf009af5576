/** A transport that cannot be held up is asked once; everything is buffered. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Unpausable extends asyncio.ReadTransport {
  override pauseReading() {
    print("asked");
    super.pauseReading();
  }
}

function* main() {
  const reader = new asyncio.StreamReader(2);
  reader.setTransport(new Unpausable());
  for (let time = 0; time < 3; time++) reader.feedData(b("abcdef"));
  reader.feedEof();
  print(yield* reader.read());
}

await asyncio.run(main());
