// Several fetches at once with `gather`: results come in the order of the arguments. The server is a local one, and
// answers the later pages first.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as asyncio from "loopscope";

const server = createServer((request, response) => {
  const page = Number(request.url?.slice(1));
  setTimeout(() => response.end(`content of page ${page}`), 60 - page * 20);
});

function* fetchPage(base: string, page: number) {
  // A native Promise is awaited through `fromPromise`.
  const response = yield* asyncio.fromPromise(fetch(`${base}/${page}`));
  const text = yield* asyncio.fromPromise(response.text());
  return { page, text };
}

function* main() {
  yield* asyncio.fromPromise(new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening)));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const pages = yield* asyncio.gather([fetchPage(base, 0), fetchPage(base, 1), fetchPage(base, 2)]);
    for (const { page, text } of pages) console.log(`${page}: ${text}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

await asyncio.run(main());

// Prints:
// 0: content of page 0
// 1: content of page 1
// 2: content of page 2
