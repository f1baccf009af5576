/** Streams over a Unix socket, and what their ends are called. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const folder = mkdtempSync(join(tmpdir(), "unix-"));
  const path = join(folder, "s");

  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    print(
      "server",
      ["sockname", "peername"].map((name) => writer.getExtraInfo<string>(name) === path),
    );
    print("server", `'${writer.getExtraInfo<string>("peername")}'`);
    writer.writelines([b("> "), yield* reader.readline()]);
    writer.close();
  }

  const server = yield* asyncio.startUnixServer(serve, path);
  print(server.sockets[0]?.getsockname<string>() === path, existsSync(path));
  const [reader, writer] = yield* asyncio.openUnixConnection(path);
  print(
    "client",
    ["sockname", "peername"].map((name) => writer.getExtraInfo<string>(name) === path),
  );
  writer.write(b("hello\n"));
  print(yield* reader.read());
  writer.close();
  yield* writer.waitClosed();
  server.close();
  yield* server.waitClosed();
  print(existsSync(path));
  try {
    yield* asyncio.openUnixConnection(path);
  } catch (error) {
    print(show(error));
  }
  rmSync(folder, { recursive: true });
}

await asyncio.run(main());
