import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";

const runtime = new URL("../../../src/runtime/index.ts", import.meta.url).href;
const tsx = pathToFileURL(
  fileURLToPath(new URL("../../../node_modules/tsx/dist/loader.mjs", import.meta.url)),
);

/** What a program leaves on standard error. */
function standardErrorOf(program: string, ...nodeArguments: string[]): Promise<string> {
  const args = [...nodeArguments, "--import", tsx.href, "--input-type=module", "--eval", program];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, (error, _stdout, stderr) => {
      if (error === null) resolve(stderr);
      else reject(error);
    });
  });
}

const program = `
  import * as asyncio from ${JSON.stringify(runtime)};
  const forgotten = asyncio.coroutine(function* forgotten() {});
  await asyncio.run((function* () { globalThis.kept = forgotten(); })(), { debug: true });
`;

describe("a coroutine that is never awaited", () => {
  it("is reported when the process exits, where no tick comes after", async () => {
    const text = await standardErrorOf(program);
    assert.match(text, /RuntimeWarning: coroutine 'forgotten' was never awaited/);
    assert.match(text, /Coroutine created at/);
  });

  it("is not one that was driven by hand, or closed", async () => {
    const text = await standardErrorOf(`
      import * as asyncio from ${JSON.stringify(runtime)};
      const driven = asyncio.coroutine(function* driven() {});
      const closed = asyncio.coroutine(function* closed() {});
      const main = function* () {
        const coroutines = (globalThis.kept = [driven(), closed()]);
        coroutines[0].next();
        coroutines[1].return();
      };
      await asyncio.run(main(), { debug: true });
    `);
    assert.equal(text, "");
  });

  it("is not reported to whom Node's warnings are switched off", async () => {
    assert.equal(await standardErrorOf(program, "--no-warnings"), "");
  });
});
