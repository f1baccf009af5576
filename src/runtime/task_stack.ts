/** The stack of one task, as a list and as text. Source: CPython `Lib/asyncio/base_tasks.py`. */
import { errorFrames, type Frame, runningFrames, suspendedFrames } from "./frames.js";
import type { TextFile } from "./graph.js";
import { sourceLine } from "./host_sources.js";
import type { Task } from "./tasks.js";

/** Options of `task.getStack`. */
export interface StackOptions {
  /**
   * How many frames at most; by default, or for null, all. Of a stack the innermost ones are kept, of a traceback those
   * next to where the task began.
   */
  readonly limit?: number | null | undefined;
}

/** Options of `task.printStack`. */
export interface PrintStackOptions extends StackOptions {
  /** By default the standard output. */
  readonly file?: TextFile | null | undefined;
}

/** @internal Outermost first. */
export function taskStack(task: Task<unknown>, options: StackOptions): Frame[] {
  const limit = Math.max(options.limit ?? Number.POSITIVE_INFINITY, 0);
  if (task._exception !== null) return errorFrames(task._exception).reverse().slice(0, limit);
  const running = task._loop._currentTask === task;
  const frames = running ? runningFrames(task) : suspendedFrames(task.coroutineStack, task._coroutine);
  return frames.slice(0, limit).reverse();
}

/** @internal */
export function printTaskStack(task: Task<unknown>, options: PrintStackOptions): void {
  const frames = taskStack(task, options);
  const exception = task._exception;
  const lines: string[] = [];
  if (frames.length === 0) lines.push(`No stack for ${task}`);
  else lines.push(`${exception === null ? "Stack" : "Traceback"} for ${task} (most recent call last):`);
  for (const { file, line, name } of frames) {
    lines.push(`  File "${file ?? "<unknown>"}", line ${line ?? "?"}, in ${name}`);
    const source = file === null || line === null ? null : sourceLine(file, line);
    if (source) lines.push(`    ${source}`);
  }
  if (exception !== null) lines.push(String(exception));
  const text = lines.join("\n");
  if (options.file == null) console.log(text);
  else options.file.write(`${text}\n`);
}
