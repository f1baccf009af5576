// An HTTP server and its clients: each request is a task, clients share a limited number of connections, and a time
// limit takes back a request that lasts too long. The server is Node's own, the client is undici.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as asyncio from "loopscope";
import { Pool } from "undici";

const stock = new Map([
  [1, "tea"],
  [2, "honey"],
]);

/** Answers one request. */
function* answer(request: IncomingMessage, response: ServerResponse) {
  const [, place, id] = (request.url ?? "/").split("/");
  if (request.method === "POST") {
    const chunks: Uint8Array[] = [];
    // Node's streams are asynchronous iterables, as Python's are.
    yield* asyncio.asyncFor(request, function* (chunk: Uint8Array) {
      chunks.push(chunk);
    });
    stock.set(stock.size + 1, Buffer.concat(chunks).toString());
    response.writeHead(201).end(`item ${stock.size}`);
  } else if (place === "slow") {
    try {
      yield* asyncio.sleep(3600);
    } finally {
      console.log("server: nobody waits for the slow answer any more");
    }
  } else {
    yield* asyncio.sleep(0.01); // a database would take about that long
    const item = stock.get(Number(id));
    response.writeHead(item === undefined ? 404 : 200).end(item ?? "no such item");
  }
}

/** A server whose requests are tasks of the running loop; a client that goes away cancels its own. */
function* serve() {
  const loop = asyncio.getRunningLoop();
  const server = createServer((request, response) => {
    const task = loop.createTask(answer(request, response), { name: `${request.method} ${request.url}` });
    response.once("close", () => task.cancel());
  });
  const listening = loop.createFuture<void>();
  server.listen(0, "127.0.0.1", () => listening.setResult());
  yield* listening;
  return server;
}

function* fetchItem(pool: Pool, path: string) {
  const response = yield* asyncio.fromPromise(pool.request({ path, method: "GET" }));
  return `${path}: ${response.statusCode} ${yield* asyncio.fromPromise(response.body.text())}`;
}

function* main() {
  const server = yield* serve();
  const pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { connections: 2 });
  try {
    const post = pool.request({ path: "/items", method: "POST", body: "apples" });
    const created = yield* asyncio.fromPromise(post);
    console.log(`created: ${created.statusCode} ${yield* asyncio.fromPromise(created.body.text())}`);

    const paths = [1, 2, 3, 4].map((id) => `/items/${id}`);
    for (const line of yield* asyncio.gather(paths.map((path) => fetchItem(pool, path)))) console.log(line);

    const leaving = new AbortController();
    try {
      const slow = pool.request({ path: "/slow", method: "GET", signal: leaving.signal });
      yield* asyncio.waitFor(asyncio.wrapPromise(slow), 0.1);
    } catch (error) {
      if (!(error instanceof asyncio.TimeoutError)) throw error;
      console.log("client: gave up on the slow answer");
      leaving.abort();
    }
    const served = [...asyncio.allTasks()].filter((task) => task !== asyncio.currentTask());
    yield* asyncio.wait(served);
  } finally {
    yield* asyncio.fromPromise(pool.destroy());
    server.close();
  }
}

await asyncio.run(main());

// Prints:
// created: 201 item 3
// /items/1: 200 tea
// /items/2: 200 honey
// /items/3: 200 apples
// /items/4: 404 no such item
// client: gave up on the slow answer
// server: nobody waits for the slow answer any more
