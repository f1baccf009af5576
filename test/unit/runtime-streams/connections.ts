/** Servers and connections for tests, that end with the test. */
import * as asyncio from "../../../src/runtime/index.js";

/** Where a server listens. */
export function addressOf(server: asyncio.Server): [host: string, port: number] {
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  return [host, port];
}

/** Runs `body` with a server on 127.0.0.1, and ends the server and its connections. */
export function* withServer<T>(
  handler: asyncio.ClientConnected,
  body: (host: string, port: number, server: asyncio.Server) => asyncio.Coroutine<T>,
  options: Parameters<typeof asyncio.startServer>[3] = {},
): asyncio.Coroutine<T> {
  const server = yield* asyncio.startServer(handler, "127.0.0.1", 0, options);
  try {
    return yield* body(...addressOf(server), server);
  } finally {
    server.close();
    server.abortClients();
    yield* server.waitClosed();
  }
}

/** Sends back what comes. */
export function* echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter): asyncio.Coroutine<void> {
  for (;;) {
    const data = yield* reader.read(65536);
    if (data.length === 0) break;
    writer.write(data);
    yield* writer.drain();
  }
  writer.close();
}

/**
 * Counts Node's open sockets and servers in this process. Node closes them some turns after they are destroyed, those of
 * an earlier test too, which may be counted here.
 * @returns what waits until no more are open than were
 */
export function watchSockets(): () => Promise<void> {
  const open = (): number =>
    process.getActiveResourcesInfo().filter((name) => /^(TCP|TLS|UDP|Pipe(Server|Connect))/.test(name))
      .length;
  const before = open();
  return async () => {
    while (open() > before) await new Promise((resolve) => setImmediate(resolve));
  };
}

/** Runs turns until the condition holds. */
export function* until(condition: () => boolean): asyncio.Coroutine<void> {
  while (!condition()) yield* asyncio.sleep(0);
}

/** The error that awaiting raises. */
export function* failure(awaitable: asyncio.Awaitable<unknown>): asyncio.Coroutine<Error> {
  try {
    yield* awaitable;
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was raised");
}

export const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
export const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);
