import type { InspectResponse } from "../../protocol/index.js";
import type { TaskCommand } from "../arguments.js";
import type { Console } from "../console.js";
import { RequestRefused } from "../debug/connection.js";
import type { DebugSession } from "../debug/session.js";
import { isLive } from "../debug/task-table.js";
import { UserError } from "../errors.js";
import { EXIT } from "../exit-codes.js";
import { runningSessions } from "../sessions/folder.js";
import { inspectLines } from "../text/inspect-lines.js";
import { findTask, resolveWords, withAttached } from "./target.js";

/** Beyond this, one reads the tree, not thousands of stacks. */
const TASKS_SHOWN = 200;

/** Questions under way at the same time: enough to hide the way there and back, too few to hold the program up. */
const QUESTIONS_AT_ONCE = 16;

/** A task that ended between the list and the question is left out. */
async function inspect(session: DebugSession, id: number): Promise<InspectResponse[]> {
  try {
    return [await session.inspect(id)];
  } catch (error) {
    if (error instanceof RequestRefused) return [];
    throw error;
  }
}

async function inspectAll(session: DebugSession, ids: readonly number[]): Promise<InspectResponse[]> {
  const bodies: InspectResponse[] = [];
  for (let at = 0; at < ids.length; at += QUESTIONS_AT_ONCE) {
    const answers = ids.slice(at, at + QUESTIONS_AT_ONCE).map((id) => inspect(session, id));
    bodies.push(...(await Promise.all(answers)).flat());
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
    const ids = shown.map((task) => task.id);
    const bodies = await inspectAll(session, ids);
    if (word !== undefined && bodies.length === 0)
      throw new UserError(`Task '${word}' is gone; \`loopscope tree\` shows the tasks that there are.`);
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
