/** A regular file is no pipe. */
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const folder = mkdtempSync(join(tmpdir(), "file-"));
  const file = openSync(join(folder, "file"), "w+");
  for (const connect of [loop.connectReadPipe.bind(loop), loop.connectWritePipe.bind(loop)]) {
    try {
      yield* connect(() => new asyncio.Protocol(), file);
    } catch (error) {
      print(show(error));
    }
  }
  closeSync(file);
  rmSync(folder, { recursive: true });
}

await asyncio.run(main());
