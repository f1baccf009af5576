import type { InspectResponse } from "../../protocol/index.js";
import type { TaskCommand } from "../arguments.js";
import type { Console } from "../console.js";
import { RequestRefused } from "../debug/connection.js";
import type { DebugSession } from "../debug/session.js";
import { isLive } from "../debug/task-table.js";
import { EXIT } from "../exit-codes.js";
import { runningSessions } from "../sessions/folder.js";
import { inspectLines } from "../text/inspect-lines.js";
import { findTask, resolveWords, withAttached } from "./target.js";

/** Beyond this, one reads the tree, not thousands of stacks. */
const TASKS_SHOWN = 200;

/** A task that ended between the list and the question is left out. */
async function inspectAll(session: DebugSession, ids: readonly number[]): Promise<InspectResponse[]> {
  const bodies: InspectResponse[] = [];
  for (const id of ids) {
    try {
      bodies.push(await session.inspect(id));
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
    }
  }
  return bodies;
}

/** `loopscope where`: the suspended line and the stack of each task, or of one. */
export async function where(
  console: Console,
  command: TaskCommand & { readonly all: boolean },
): Promise<number> {
  const { target, task: word } = resolveWords(command.target, command.words, false, await runningSessions());
  return withAttached(target, async (session) => {
    const live = [...session.table.tasks.values()].filter(isLive).sort((a, b) => a.id - b.id);
    const chosen = word === undefined ? live : [findTask(session.table, word)];
    const shown = command.all ? chosen : chosen.slice(0, TASKS_SHOWN);
    const bodies = await inspectAll(
      session,
      shown.map((task) => task.id),
    );
    if (command.json) {
      console.printJson({ tasks: bodies });
      return EXIT.ok;
    }
    const options = { nowMs: Date.now(), cwd: console.cwd, details: word !== undefined };
    for (const body of bodies) console.print(inspectLines(body, session.table, options));
    if (bodies.length === 0) console.say("the program has no tasks now.");
    const left = chosen.length - shown.length;
    if (left > 0) console.say(`${left} more tasks are not shown; --all shows them.`);
    return EXIT.ok;
  });
}
