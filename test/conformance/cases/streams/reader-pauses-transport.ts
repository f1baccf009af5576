/** A reader holds its transport up above twice the limit, and lets it go on at the limit, or when somebody waits. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Pausable extends asyncio.ReadTransport {
  override pauseReading() {
    print("pause");
  }
  override resumeReading() {
    print("resume");
  }
}

function* main() {
  const reader = new asyncio.StreamReader(4);
  reader.setTransport(new Pausable());
  reader.feedData(b("12345678"));
  print("at twice the limit");
  reader.feedData(b("9"));
  reader.feedData(b("0"));
  print(yield* reader.read(3));
  print(yield* reader.read(3));
  reader.feedData(b("abcdef"));
  const line = asyncio.createTask(reader.readexactly(12));
  yield* asyncio.sleep(0);
  reader.feedData(b("gh"));
  print(yield* line);
  reader.feedData(b(""));
  try {
    reader.setTransport(new Pausable());
  } catch (error) {
    print("refused:", (error as Error).message);
  }
}

await asyncio.run(main());
