// Files, several at once: `node:fs/promises` through `fromPromise`. A semaphore bounds how many are open.
import { mkdtemp, open, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as asyncio from "loopscope";

const POEMS = {
  "rose.txt": "a rose\nis a rose\nis a rose\n",
  "rain.txt": "rain\n\nrain\n",
  "silence.txt": "",
};

/** Counts the lines and the words of a file, line by line. */
function* count(path: string, openFiles: asyncio.Semaphore) {
  return yield* asyncio.asyncWith(openFiles, function* () {
    const file = yield* asyncio.fromPromise(open(path));
    let lines = 0;
    let words = 0;
    try {
      // A file's lines are an asynchronous iterable.
      yield* asyncio.asyncFor(file.readLines(), function* (line: string) {
        lines += 1;
        words += line.split(" ").filter((word) => word !== "").length;
      });
    } finally {
      yield* asyncio.fromPromise(file.close());
    }
    return `${lines} lines, ${words} words`;
  });
}

function* main() {
  const folder = yield* asyncio.fromPromise(mkdtemp(join(tmpdir(), "poems-")));
  try {
    const writes = Object.entries(POEMS).map(([name, text]) => writeFile(join(folder, name), text));
    yield* asyncio.gather(writes.map((write) => asyncio.wrapPromise(write)));

    const names = (yield* asyncio.fromPromise(readdir(folder))).sort();
    const openFiles = new asyncio.Semaphore(2);
    const counts = yield* asyncio.gather(names.map((name) => count(join(folder, name), openFiles)));
    for (const [index, name] of names.entries()) console.log(`${name}: ${counts[index]}`);

    try {
      yield* count(join(folder, "lost.txt"), openFiles);
    } catch (error) {
      console.log(`lost.txt: ${(error as NodeJS.ErrnoException).code}`);
    }
  } finally {
    yield* asyncio.fromPromise(rm(folder, { recursive: true }));
  }
}

await asyncio.run(main());

// Prints:
// rain.txt: 3 lines, 2 words
// rose.txt: 3 lines, 8 words
// silence.txt: 0 lines, 0 words
// lost.txt: ENOENT
