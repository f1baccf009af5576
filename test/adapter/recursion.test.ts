import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DebugProgram } from "../support/debug-program.js";

let program: DebugProgram;

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
});

type Stop = Awaited<ReturnType<DebugProgram["stopped"]>>;

/** Where a stop is, and in which of the calls: by the argument that it was made with. */
async function place(stop: Stop): Promise<string> {
  const { result } = await program.client.request("evaluate", { expression: "left", frameId: stop.top.id });
  return `${stop.marker} ${result}`;
}

for (const form of ["plain", "decorated"]) {
  describe(`stepping in a ${form} coroutine that awaits itself, while another task runs the same`, () => {
    /** Stops the first task in front of its first recursive await. */
    async function begin(): Promise<Stop> {
      program = await DebugProgram.launch("recursion.ts", { breakpoints: [`${form}-down`] });
      const stop = await program.stopped();
      await program.setBreakpoints([]);
      assert.equal(await place(stop), `${form}-down 3`);
      return stop;
    }

    it("over stays in its own call, over all that are below", async () => {
      const { threadId } = await begin();
      const stop = await program.go("next", threadId);
      assert.deepEqual([stop.threadId, await place(stop)], [threadId, `${form}-up 3`]);
    });

    it("into goes one call down, and out one up, at each depth", async () => {
      const { threadId } = await begin();
      const visited = [];
      for (const step of [
        "stepIn",
        "next",
        "next",
        "stepIn",
        "stepOut",
        "next",
        "stepOut",
        "next",
      ] as const) {
        const stop = await program.go(step, threadId);
        assert.equal(stop.threadId, threadId);
        visited.push(await place(stop));
      }
      // V8 has a place of its own for a return: the line is shown once more, with the value.
      assert.deepEqual(
        visited.filter((each) => !each.includes("if (left")),
        ["first 2", "down 2", "first 1", "up 2", "up 2", "up 3", "up 3"].map((each) => `${form}-${each}`),
      );
    });
  });
}

describe("files of `skipFiles`", () => {
  const stepsFrom = async (skipFiles: readonly string[], ...steps: ("stepIn" | "next" | "stepOut")[]) => {
    program = await DebugProgram.launch("recursion.ts", { breakpoints: ["library"], launch: { skipFiles } });
    let stop = await program.stopped();
    const visited = [];
    for (const step of steps) {
      stop = await program.go(step, stop.threadId);
      visited.push(stop.top.name);
    }
    return { visited, stop };
  };

  it("are gone past by a step in, on to the user's function that they call, and back", async () => {
    const { visited, stop } = await stepsFrom(["**/recursion-library.ts"], "stepIn", "stepOut");
    assert.deepEqual(visited, ["twice", "main"]);
    assert.match(stop.marker, /library|printed/);
  });

  it("are entered when they are not named", async () => {
    const { visited } = await stepsFrom(["**/another.ts"], "stepIn");
    assert.deepEqual(visited, ["applied"]);
  });

  it("are entered when a later glob takes them out again: that used to be ignored", async () => {
    const { visited } = await stepsFrom(["**/*-library.ts", "!**/recursion-library.ts"], "stepIn");
    assert.deepEqual(visited, ["applied"]);
    await program.close();
    const again = await stepsFrom(["!**/recursion-library.ts", "**/*-library.ts"], "stepIn");
    assert.deepEqual(again.visited, ["twice"]);
  });

  for (const [what, from, glob, name, source] of [
    ["Node's", "join", "!<node_internals>/**", "join", /^node:path$/],
    ["the runtime's", "sleep", "!**/dist/runtime/**", "sleep", /sleep\.ts$/],
  ] as const) {
    it(`are ${what} own unless they are asked for`, async () => {
      for (const skipFiles of [[], [glob]]) {
        await program?.close();
        program = await DebugProgram.launch("internals.ts", { breakpoints: [from], launch: { skipFiles } });
        const { threadId } = await program.stopped();
        const stop = await program.go("stepIn", threadId);
        if (skipFiles.length === 0) {
          assert.equal(stop.marker, from === "join" ? "sleep" : "end");
          continue;
        }
        assert.equal(stop.top.name, name);
        assert.match(stop.top.source?.path ?? stop.top.source?.name ?? "", source);
        assert.ok(stop.frames.some((frame) => frame.name === "main"));
        await program.client.request("continue", { threadId });
        assert.equal(await program.ended(), 0);
      }
    });
  }
});
