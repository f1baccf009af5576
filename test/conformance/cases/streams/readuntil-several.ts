/** readuntil() with several separators: the one that gives the least, however they are ordered. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const reader = new asyncio.StreamReader();
  reader.feedData(b("a\r\nb\nc\rd"));
  for (let line = 0; line < 3; line++) {
    print(yield* reader.readuntil([b("\r\n"), b("\n"), b("\r")]));
  }
  reader.feedData(b("xxABCxABxABCD"));
  print(yield* reader.readuntil([b("ABCD"), b("AB"), b("ABC")]));
  print(yield* reader.readuntil([b("x"), b("Cx")]));
  for (const separators of [[], [b("a"), b("")]]) {
    try {
      yield* reader.readuntil(separators);
    } catch (error) {
      if (!(error instanceof asyncio.ValueError)) throw error;
      print(show(error));
    }
  }
}

await asyncio.run(main());
