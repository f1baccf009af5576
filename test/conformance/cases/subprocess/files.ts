/** Standard streams that are files: a descriptor for what is read, one for what is written. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer, tuple } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const folder = mkdtempSync(join(tmpdir(), "files-"));
  writeFileSync(join(folder, "source"), "from a file");
  const source = openSync(join(folder, "source"), "r");
  const target = openSync(join(folder, "target"), "w");
  const process = yield* asyncio.createSubprocessExec("cat", { stdin: source, stdout: { fd: target } });
  print(process.stdin, process.stdout, tuple(yield* process.communicate()), process.returncode);
  print(new Uint8Array(readFileSync(join(folder, "target"))));
  closeSync(source);
  closeSync(target);
  rmSync(folder, { recursive: true });
}

await asyncio.run(main());
