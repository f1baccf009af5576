import type { TaskCommand } from "../arguments.js";
import type { Console } from "../console.js";
import { EXIT } from "../exit-codes.js";
import { printable } from "../text/line.js";
import { findTask, resolveWords, withAttached } from "./target.js";

export interface CancelFlags {
  readonly message?: string;
  readonly subtree: boolean;
}

/** `loopscope cancel`: asks a task, or all that it awaits as well, to end. */
export async function cancel(console: Console, command: TaskCommand & CancelFlags): Promise<number> {
  const { target, task: word } = resolveWords(command.target, command.words, true, []);
  return withAttached(target, async (session) => {
    const task = findTask(session.table, word!);
    const body = await session.ask("asyncioCancel", {
      taskId: task.id,
      ...(command.message === undefined ? {} : { message: command.message }),
      ...(command.subtree ? { subtree: true } : {}),
    });
    if (command.json) console.printJson(body);
    const name = `'${printable(task.name)}' (${task.id})`;
    if (body.requested === 0) {
      console.say(`task ${name} has ended already; there was nothing to cancel.`);
      return EXIT.failure;
    }
    if (!command.json) {
      const more = body.requested - 1;
      const others = more === 0 ? "" : ` and ${more} ${more === 1 ? "task" : "tasks"} that it awaits`;
      console.print([[{ text: `Asked task ${name}${others} to cancel.` }]]);
    }
    return EXIT.ok;
  });
}
