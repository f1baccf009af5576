import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as asyncio from "../../../src/runtime/index.js";
import { AgentClient } from "./agent-client.js";

/** Runs `body` with a server that reads nothing, and ends both. */
function* withServer(
  body: (server: asyncio.Server, host: string, port: number) => asyncio.Coroutine<void>,
  handler: asyncio.ClientConnected = () => {},
): asyncio.Coroutine<void> {
  const server = yield* asyncio.startServer(handler, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  try {
    yield* body(server, host, port);
  } finally {
    server.close();
    server.abortClients();
    yield* server.waitClosed();
  }
}

function* endOf(task: asyncio.Task<unknown>): asyncio.Coroutine<void> {
  task.cancel();
  yield* asyncio.wait([task]);
}

describe("what the agent says of streams", () => {
  let client: AgentClient;
  beforeEach(() => {
    client = new AgentClient();
  });
  afterEach(() => client.close());

  /** What the task called "t" awaits, and the resource behind it. */
  function awaited(): Record<string, unknown> {
    const { awaiting, loopId } = client.task("t");
    const resource = client.resources.get(awaiting?.resourceId ?? -1);
    assert.ok((awaiting?.sinceMs ?? 0) > 1e12);
    assert.equal(resource?.loopId === undefined || resource.loopId === loopId, true);
    return {
      kind: awaiting?.kind,
      label: awaiting?.label,
      resource: resource?.kind,
      resourceLabel: resource?.label,
      waiters: client.names(resource?.waiters),
    };
  }

  it("names who reads a stream by its peer", () =>
    asyncio.run(
      withServer(function* (_server, host, port) {
        const [reader, writer] = yield* asyncio.openConnection(host, port);
        const task = asyncio.createTask(reader.readline(), { name: "t" });
        yield* asyncio.sleep(0);
        const label = `${host}:${port}`;
        assert.deepEqual(awaited(), {
          kind: "stream.read",
          label,
          resource: "stream",
          resourceLabel: label,
          waiters: ["t"],
        });
        yield* endOf(task);
        writer.close();
      }),
    ));

  it("names who waits for room in a stream's buffer", () =>
    asyncio.run(
      withServer(
        function* (_server, host, port) {
          const [, writer] = yield* asyncio.openConnection(host, port);
          writer.write(new Uint8Array(16 * 1024 * 1024));
          const task = asyncio.createTask(writer.drain(), { name: "t" });
          yield* asyncio.sleep(0);
          const label = `${host}:${port}`;
          assert.deepEqual(awaited(), {
            kind: "stream.drain",
            label,
            resource: "stream",
            resourceLabel: label,
            waiters: ["t"],
          });
          yield* endOf(task);
          writer.transport.abort();
        },
        (_reader, writer) => (writer.transport as asyncio.Transport).pauseReading(),
      ),
    ));

  it("names who serves, and who waits for a server's end, by its address", () =>
    asyncio.run(
      withServer(function* (server, host, port) {
        for (const wait of [server.waitClosed(), server.serveForever()]) {
          const task = asyncio.createTask(wait, { name: "t" });
          yield* asyncio.sleep(0);
          const label = `${host}:${port}`;
          assert.deepEqual(awaited(), {
            kind: "accept",
            label,
            resource: "server",
            resourceLabel: label,
            waiters: ["t"],
          });
          task.setName("ended");
          yield* endOf(task);
        }
      }),
    ));

  it("names who connects by where to, while the name is looked up too", () =>
    asyncio.run(
      withServer(function* (_server, _host, port) {
        for (const host of ["localhost", "127.0.0.1"]) {
          const task = asyncio.createTask(asyncio.openConnection(host, port), { name: "t" });
          yield* asyncio.sleep(0);
          const label = `${host}:${port}`;
          assert.deepEqual(awaited(), {
            kind: "connect",
            label,
            resource: "connection",
            resourceLabel: label,
            waiters: ["t"],
          });
          task.setName("ended");
          const [, writer] = yield* task;
          writer.close();
        }
      }),
    ));

  it("names Unix sockets by their path, on both sides", () => {
    const folder = mkdtempSync(join(tmpdir(), "agent-"));
    const path = join(folder, "s");
    return asyncio
      .run(
        (function* main() {
          function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
            asyncio.currentTask()?.setName("t");
            yield* reader.read();
            writer.close();
          }
          const server = yield* asyncio.startUnixServer(serve, path);
          const [reader, writer] = yield* asyncio.openUnixConnection(path);
          while (asyncio.allTasks().size < 2) yield* asyncio.sleep(0);
          yield* asyncio.sleep(0);
          assert.deepEqual([awaited()["kind"], awaited()["label"]], ["stream.read", path]);
          assert.deepEqual([reader.label, writer.label, server.label], [path, path, path]);
          writer.close();
          server.close();
          yield* server.waitClosed();
        })(),
      )
      .finally(() => rmSync(folder, { recursive: true }));
  });
});
