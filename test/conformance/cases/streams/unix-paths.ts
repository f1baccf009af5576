/** Paths that no Unix socket can have are refused in the system's words, by the server and by the client. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const folder = mkdtempSync(join(tmpdir(), "conformance-"));

  function* attempt(name: string, coroutine: asyncio.Coroutine<unknown>): asyncio.Coroutine<void> {
    try {
      yield* coroutine;
    } catch (error) {
      if (!(error instanceof asyncio.OSError)) throw error;
      print(name, show(error).replace(folder, "FOLDER"), error.errno);
    }
  }

  const serve = (path: string) => asyncio.startUnixServer((_reader, writer) => writer.close(), path);

  try {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const nowhere = join(folder, "nowhere", "socket");
    const long = join(folder, "x".repeat(108));
    for (const path of [file, folder, nowhere, long]) yield* attempt("server", serve(path));
    for (const path of [file, folder, nowhere, long, "", join(file, "socket")]) {
      yield* attempt("client", asyncio.openUnixConnection(path));
    }
    print(readdirSync(folder).sort());
    const path = join(folder, "socket");
    const server = yield* serve(path);
    const [reader, writer] = yield* asyncio.openUnixConnection(path);
    print(yield* reader.read());
    writer.close();
    yield* writer.waitClosed();
    server.close();
    yield* server.waitClosed();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await asyncio.run(main());
