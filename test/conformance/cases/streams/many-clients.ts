/** Fifty clients at once, each with an answer of its own. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function numberOf(line: Uint8Array): number {
  return Number(new TextDecoder().decode(line));
}

function* main() {
  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    const number = numberOf(yield* reader.readline());
    yield* asyncio.sleep(0);
    writer.write(b(`${number * number}\n`));
    yield* writer.drain();
    writer.close();
    yield* writer.waitClosed();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];

  function* ask(number: number) {
    const [reader, writer] = yield* asyncio.openConnection(host, port);
    writer.write(b(`${number}\n`));
    const answer = numberOf(yield* reader.readline());
    writer.close();
    yield* writer.waitClosed();
    return answer;
  }

  print(yield* asyncio.gather(Array.from({ length: 50 }, (_, number) => ask(number))));
  server.close();
  yield* server.waitClosed();
  print(asyncio.allTasks().size);
}

await asyncio.run(main());
