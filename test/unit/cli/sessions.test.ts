import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runningSessions, sessionFolder } from "../../../src/cli/sessions/folder.js";

/** Above Linux's largest process id. */
const NOBODY = 4_194_305;

describe("the session folder as the terminal client reads it", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "loopscope-test-"));
  });

  afterEach(() => rm(folder, { recursive: true }));

  const put = (pid: number, rest: object = {}) =>
    writeFile(
      join(folder, `${pid}.json`),
      JSON.stringify({ version: 1, pid, program: "a.ts", socket: "s", startedMs: 5, ...rest }),
    );

  it("is named by the environment, or by the user's id", () => {
    assert.equal(sessionFolder({ LOOPSCOPE_SESSIONS: "/x" }), "/x");
    assert.match(sessionFolder({}), /loopscope-[^/]+$/);
  });

  it("lists the programs that run", async () => {
    await put(process.pid);
    assert.deepEqual(
      (await runningSessions(folder)).map(({ pid }) => pid),
      [process.pid],
    );
  });

  it("removes what killed programs left behind", async () => {
    await put(NOBODY);
    await writeFile(join(folder, `${NOBODY}.sock`), "");
    assert.deepEqual(await runningSessions(folder), []);
    assert.deepEqual(await readdir(folder), []);
  });

  it("passes over files that are not what they should be", async () => {
    await writeFile(join(folder, "notes.json"), "{}");
    await writeFile(join(folder, `${process.ppid}.json`), "{ half");
    await put(process.pid, { version: 999 });
    assert.deepEqual(await runningSessions(folder), []);
  });

  it("may not exist", async () => {
    assert.deepEqual(await runningSessions(join(folder, "none")), []);
  });
});
