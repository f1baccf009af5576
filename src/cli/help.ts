import type { CommandName } from "./arguments.js";

const CODES = `Exit codes: 0 all is well; 1 it failed; 2 the command line is wrong;
3 something was found that cannot go on: a deadlock, tasks that never wake, a
blocked loop, a queue that nobody empties.`;

const TARGET = `  [pid] is a program that loopscope runs, or any Node or Python process; it may
  be left out while exactly one session runs (see loopscope ps).
      --pid PID         the process, named as an option
      --port PORT       a process started with node --inspect=PORT`;

const GENERAL = `Looks into running asyncio programs: which tasks there are, what each awaits,
since when, who holds it, and what is wrong.

Usage: loopscope <command> [options]

  run PROGRAM [ARGS…]     run a program and watch its tasks
  ps                      list the programs that run now
  tree [pid]              print the task tree
  where [pid] [task]      print the line where each task is suspended, and its stack
  cancel [pid] TASK       cancel a task, by its id or its name
  diagnose [pid]          look for deadlocks, tasks that never wake, blocked loops,
                          and whatever else is wrong
  dump [pid]              save the state of all tasks
  show FILE               print a dump that was saved
  compare FILE FILE       print what has changed between two dumps

  loopscope <command> --help tells more. Each takes --json.
  -h, --help; -V, --version

Colour is used on terminals; NO_COLOR=1 turns it off, FORCE_COLOR=1 on.
${CODES}`;

const DUMP_TOPICS = {
  dump: `Usage: loopscope dump [pid] [options]

Prints the state of the program as one JSON document: tasks with their stacks,
resources, loops, and what is wrong.

${TARGET}
  -o, --output FILE     write it to a file
      --text            as a tree, like CPython's python -m asyncio pstree
      --stacks N        of how many tasks to read the stack (500), those in
                        findings first

${CODES}`,
  show: `Usage: loopscope show FILE [--json]

Prints a dump that was saved, as a tree.

${CODES}`,
  compare: `Usage: loopscope compare BEFORE AFTER [--json]

Prints what has changed between two dumps: tasks that came and went, and those
that have not moved. Dumps of one process are compared by the tasks' ids, others
by name, coroutine and place.

      --json            { by, elapsedMs, added, gone, ended, moved, stillStuck,
                        newFindings, goneFindings }

${CODES}`,
};

const TOPICS: Record<CommandName, string> = {
  ...DUMP_TOPICS,
  run: `Usage: loopscope run [options] PROGRAM [ARGS…]

Runs a .ts, .mts, .cts, .js, .mjs or .cjs program on Node, or a .py program.

On a terminal, the task tree is shown live: arrows or j/k move, Enter inspects,
c cancels, d switches asyncio's debug mode, ? shows all keys, q quits.

Otherwise the program's output is passed through. Once the program has come to
rest, or hangs, its task tree and the diagnosis are printed. A program that
hangs is then ended.

      --settle SECONDS  how long nothing may change, or a problem must last (2)
      --timeout SECONDS end the program after this time
      --keep            let a program that hangs go on
      --plain           no full-screen view, on a terminal either
      --debug           asyncio's debug mode from the start
      --cwd DIR         the program's working directory
      --node PATH       the node executable that runs it
      --python PATH     the interpreter that runs a .py program
      --json            one JSON document on stdout in the end, the program's
                        output on stderr: { outcome, exitCode, tasks, findings }

Options after PROGRAM are the program's own.

Exit codes: the program's own code when it ends by itself (128 + n when signal
n ended it); 3 when it hangs; 4 when --timeout passed; 1 when it could not be
run; 2 when the command line is wrong; 130 after Ctrl-C.`,
  ps: `Usage: loopscope ps [--json]

Lists the programs that run under loopscope or the debugger for this user, with
the number of their tasks and what is wrong with them.

      --json            { sessions: [{ pid, program, startedMs, tasks,
                        findings }] }; tasks counts by state; tasks and
                        findings are absent when the program does not answer

${CODES}`,
  tree: `Usage: loopscope tree [pid] [options]

Prints each task under the one that awaits it.

${TARGET}
      --by creator      each task under the one that created it
      --all             ended tasks too, and equal tasks one by one
      --json            the response to asyncioTasks: { tasks, resources, loops,
                        dropped }

${CODES}`,
  where: `Usage: loopscope where [pid] [task] [options]

Prints where each task is suspended, and its stack: its own coroutines, then the
tasks that await it. The task is given by its id or its name.

${TARGET}
      --all             more than the first 200 tasks
      --json            { tasks: [response to asyncioInspect, …] }

${CODES}`,
  cancel: `Usage: loopscope cancel [pid] TASK [options]

Cancels a task, given by its id or its name.

${TARGET}
  -m, --message TEXT    the message of its CancelledError
      --subtree         what it awaits too, down to a shield
      --json            the response to asyncioCancel: { requested }

${CODES}`,
  diagnose: `Usage: loopscope diagnose [pid] [options]

Looks for deadlocks, tasks that nothing can wake, a blocked loop, queues that
nobody empties, cancellations that are declined, leaks, and failures that nobody
has noticed.

${TARGET}
      --json            the response to asyncioDiagnose: { findings }

${CODES}`,
};

/** The text of `--help`, of all or of one command. */
export function helpText(topic?: CommandName): string {
  return topic === undefined ? GENERAL : TOPICS[topic];
}
