import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DebugProgram, type StartOptions } from "../support/debug-program.js";

type Command = "next" | "stepIn" | "stepOut" | "continue";

let program: DebugProgram | undefined;

async function launch(options: StartOptions, name = "steps.ts"): Promise<DebugProgram> {
  program = await DebugProgram.launch(name, options);
  return program;
}

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
  program = undefined;
});

/**
 * Starts at a marker in task B, steps, and names where each step ends; `exit` when the program ended instead. A second
 * stop in the same line counts as one: V8 has a place of its own for returning.
 * @param leaves the marker at which the step is to go on in another task, the one that awaited it
 */
async function walk(from: string, commands: readonly Command[], leaves?: string): Promise<readonly string[]> {
  await launch({ breakpoints: [{ at: from, condition: "name[0] === 'B'" }] });
  return walkOn(from, commands, leaves);
}

async function walkOn(
  from: string,
  commands: readonly Command[],
  leaves?: string,
): Promise<readonly string[]> {
  const { client } = program!;
  let { threadId, marker } = await program!.stopped();
  const task = (await program!.tasks()).tasks.find((candidate) => candidate.threadId === threadId);
  assert.equal(task?.state, "running");
  assert.equal(marker, from);
  const places = [marker];
  for (const command of commands) {
    do {
      await client.request(command, { threadId });
      if ((await client.upcoming("stopped", "exited")) === "exited") return [...places.slice(1), "exit"];
      const stop = await program!.stopped();
      assert.equal(stop.reason, "step");
      if (stop.marker === leaves) assert.notEqual(stop.threadId, threadId, "in the awaiting task");
      else assert.equal(stop.threadId, threadId, "the step stays in its task");
      ({ threadId, marker } = stop);
    } while (marker === places.at(-1));
    places.push(marker);
  }
  return places.slice(1);
}

const times = (count: number, command: Command): Command[] => Array<Command>(count).fill(command);

describe("stepping in a task while others run the same code", () => {
  it("over goes from statement to statement of the coroutine, through suspensions, errors and its end", async () => {
    assert.deepEqual(await walk("work", [...times(12, "next"), "stepOut"], "end"), [
      "work-sleep",
      "work-helper",
      "work-quick",
      "work-other",
      "work-sum",
      "work-fails",
      "work-catch",
      "work-last-sleep",
      "work-return",
      "parent-next",
      "parent-return",
      "end",
      "exit",
    ]);
  });

  it("into enters an awaited coroutine at its first line, with one request", async () => {
    assert.deepEqual(await walk("work-quick", ["stepIn", "next", "next"]), [
      "quick",
      "quick-return",
      "work-other",
    ]);
  });

  it("into enters a coroutine that is awaited after a resume", async () => {
    assert.deepEqual(await walk("other-leaf", ["stepIn", "next", "next"]), [
      "leaf",
      "leaf-sleep",
      "leaf-return",
    ]);
  });

  it("into enters a plain function first, then the coroutine", async () => {
    assert.deepEqual(await walk("work-other", ["stepIn", "stepOut", "stepIn"]), [
      "helper",
      "work-other",
      "other",
    ]);
  });

  it("out lands in the awaiting coroutine, before and after a suspension", async () => {
    assert.deepEqual(await walk("leaf", times(5, "stepOut"), "end"), [
      "other-return",
      "work-sum",
      "parent-next",
      "end",
      "exit",
    ]);
  });

  it("out of a resumed coroutine lands in the awaiting one", async () => {
    assert.deepEqual(await walk("leaf-return", times(2, "stepOut")), ["other-return", "work-sum"]);
  });

  it("over a throw, and out of a coroutine that throws, lands where the error is caught", async () => {
    assert.deepEqual(await walk("work-fails", ["stepIn", "next", "next", "next"]), [
      "fails",
      "throw",
      "work-catch",
      "work-last-sleep",
    ]);
  });

  it("into asyncWith enters its body, and leads out of it again", async () => {
    await launch({ breakpoints: [{ at: "with", hitCondition: "=2" }] }, "blocks-of-code.ts");
    const places = await walkOn("with", ["stepIn", "next", "next", "next", "next"]);
    assert.deepEqual(places.slice(0, 3), ["with-body", "with-sleep", "with-end"]);
    assert.equal(places[4], "call-method");
  });

  it("over asyncWith, into methods and decorated coroutines, and out of them", async () => {
    await launch({ breakpoints: [{ at: "with", hitCondition: "=2" }] }, "blocks-of-code.ts");
    assert.deepEqual(
      await walkOn("with", ["next", "stepIn", "next", "stepIn", "next", "next", "stepOut", "stepOut"]),
      [
        "call-method",
        "method",
        "method-return",
        "decorated",
        "decorated-sleep",
        "decorated-return",
        "method-return",
        "yield",
      ],
    );
  });

  it("is the same in a CommonJS program", async () => {
    await launch({ breakpoints: ["work"] }, "commonjs.cts");
    assert.deepEqual(await walkOn("work", ["next", "next", "stepOut", "stepOut"]), [
      "sleep",
      "return",
      "result",
      "exit",
    ]);
  });

  it("is interrupted by a breakpoint of another task, and ends where it would have", async () => {
    await launch({
      breakpoints: [
        { at: "work-other", condition: "name === 'B'" },
        { at: "leaf", condition: "name[0] === 'C'" },
      ],
    });
    const first = await program!.stopped();
    const foreign = await program!.go("next", first.threadId);
    assert.equal(foreign.reason, "breakpoint");
    assert.equal(foreign.marker, "leaf");
    assert.notEqual(foreign.threadId, first.threadId);
    const end = await program!.go("continue", foreign.threadId);
    assert.equal(end.reason, "step");
    assert.equal(end.marker, "work-sum");
    assert.equal(end.threadId, first.threadId);
  });

  it("stops at a breakpoint of its own task on the way", async () => {
    await launch({
      breakpoints: [
        { at: "work-other", condition: "name === 'B'" },
        { at: "leaf", condition: "name[0] === 'B'" },
      ],
    });
    const { threadId } = await program!.stopped();
    const stop = await program!.go("next", threadId);
    assert.equal(stop.reason, "breakpoint");
    assert.equal(stop.marker, "leaf");
  });

  it("two that are asked for at once are two: they used to be taken for one", async () => {
    await launch({ breakpoints: [{ at: "work", condition: "name === 'B'" }] });
    const { threadId } = await program!.stopped();
    const { client } = program!;
    const answers = [1, 2, 3].map(() => client.request("next", { threadId }));
    await Promise.all(answers);
    for (const _ of answers.slice(1)) {
      const { reason, threadId: stepped } = await client.next("stopped");
      assert.deepEqual([reason, stepped], ["step", threadId]);
    }
    const end = await program!.stopped();
    assert.deepEqual([end.reason, end.threadId, end.marker], ["step", threadId, "work-quick"]);
  });

  it("goes on under the requests about the stop before, which used to be told to the user as failures", async () => {
    await launch({ breakpoints: [{ at: "work", condition: "name === 'B'" }] });
    const { threadId } = await program!.stopped();
    const { client } = program!;
    const messages = new Set<string>();
    for (const _ of [1, 2, 3, 4]) {
      const step = client.request("next", { threadId });
      const stack = client.request("stackTrace", { threadId });
      await stack.then(
        () => {},
        ({ response: { message, body } }) => {
          messages.add(message);
          assert.equal(body.error.showUser, false, message);
        },
      );
      await step;
      await client.next("stopped");
    }
    for (const message of messages) assert.match(message, /went on before this could be answered/);
  });

  it("two at once, the first of which leads into the awaiting task: the second goes on in that one", async () => {
    await launch({ breakpoints: [{ at: "parent-return", condition: "name === 'B'" }] });
    const { threadId } = await program!.stopped();
    const { client } = program!;
    const answers = ["stepOut", "next"].map((command) => client.request(command, { threadId }));
    assert.equal((await client.next("stopped")).reason, "step");
    await Promise.all(answers);
    const end = await program!.stopped();
    assert.deepEqual([end.reason, end.top.name], ["step", "main"]);
    assert.notEqual(end.threadId, threadId);
  });

  it("one that waits for another is given up, without a word to the user, when the program stops elsewhere", async () => {
    await launch({
      breakpoints: [
        { at: "work-other", condition: "name === 'B'" },
        { at: "leaf", condition: "name[0] === 'C'" },
      ],
    });
    const first = await program!.stopped();
    const { client } = program!;
    const answer = client.request("next", { threadId: first.threadId });
    const { response } = await client.refused("next", { threadId: first.threadId });
    await answer;
    assert.match(response.message ?? "", /stopped elsewhere before this step could begin/);
    assert.equal((response.body as { error: { showUser: boolean } }).error.showUser, false);
    const foreign = await program!.stopped();
    assert.deepEqual([foreign.reason, foreign.marker], ["breakpoint", "leaf"]);
    assert.equal((await program!.go("continue", foreign.threadId)).marker, "work-sum");
    assert.equal((await program!.go("next", first.threadId)).marker, "work-fails");
  });

  it("is refused while the program runs and nothing is stepped", async () => {
    await launch({});
    assert.match((await program!.client.refused("next", { threadId: 1 })).message, /is running/);
  });

  it("of a task that is suspended ends where it resumes, in its own coroutine", async () => {
    await launch({ breakpoints: [{ at: "work", condition: "name === 'B'" }] });
    await program!.stopped();
    const other = (await program!.tasks()).byName.get("A")!.threadId!;
    const stop = await program!.go("next", other);
    assert.deepEqual([stop.reason, stop.threadId, stop.marker], ["step", other, "work-helper"]);
  });

  it("out of a task that is suspended ends in the coroutine that awaits its innermost one", async () => {
    await launch({ breakpoints: [{ at: "work-quick", condition: "name === 'B'" }] });
    await program!.stopped();
    const other = (await program!.tasks()).byName.get("A")!.threadId!;
    const stop = await program!.go("stepOut", other);
    assert.deepEqual([stop.reason, stop.threadId], ["step", other]);
    assert.match(stop.marker, /^(?:work-sum|parent-next)$/);
  });
});
