/** The program's state as one document. */
import { DUMP_FORMAT, DUMP_VERSION, type Dump, type DumpFrame, type DumpTask } from "../../protocol/index.js";
import type { AsyncioProgram } from "./task-requests.js";

/** Stacks that are read unless asked otherwise: each takes a millisecond or so. */
const DEFAULT_STACKS = 500;

/**
 * Takes a dump.
 * @param stacks of how many pending tasks to read the stack: those in findings first, then the oldest.
 */
export async function takeDump(program: AsyncioProgram, stacks = DEFAULT_STACKS): Promise<Dump> {
  const { tasks, agent, findings } = program;
  if (!program.isOver) await tasks.pulse();
  const found = program.isOver ? [] : await findings.take();
  const { tasks: known, resources, loops, dropped } = tasks.response();
  const { hello } = agent;
  const frames = new Map<number, readonly DumpFrame[]>();
  if (!program.isOver) {
    const named = new Set(found.flatMap(({ taskIds }) => taskIds));
    const { pending } = tasks.table;
    const ids = [
      ...[...named].filter((id) => pending.has(id)),
      ...[...pending].filter((id) => !named.has(id)),
    ];
    for (const [id, stack] of await program.ownStacks(ids.slice(0, stacks))) frames.set(id, stack);
  }
  return {
    format: DUMP_FORMAT,
    version: DUMP_VERSION,
    takenMs: Date.now(),
    program: {
      ...(hello === undefined ? {} : { pid: hello.pid, language: hello.language, host: hello.host }),
      ...(hello?.startedMs === undefined ? {} : { startedMs: hello.startedMs }),
      ...(program.name === undefined ? {} : { name: program.name }),
    },
    stopped: program.isStopped,
    tasks: known.map((task): DumpTask => {
      const stack = frames.get(task.id);
      return stack === undefined ? task : { ...task, stack };
    }),
    resources,
    loops,
    findings: found,
    dropped,
  };
}
