/** Threads of debugpy under the numbers of ours: the main one is the event loop's, tasks are threads of their own. */
import { LOOP_THREAD_ID } from "../../tasks/threads.js";

/** Numbers of the other threads begin here, above those of any task. */
const OTHER_THREADS = 1 << 29;

export class ThreadIds {
  /** debugpy's number of the thread that runs the loop. */
  #main: number | undefined;

  /** Takes the list as debugpy gives it: the main thread comes first. */
  learn(threads: readonly { readonly id: number; readonly name: string }[]): void {
    this.#main ??= (threads.find(({ name }) => name === "MainThread") ?? threads[0])?.id;
  }

  toClient(id: number): number {
    return id === (this.#main ?? id) ? LOOP_THREAD_ID : OTHER_THREADS + id;
  }

  /** debugpy's number; undefined for a task's thread. */
  toDebugpy(threadId: number): number | undefined {
    if (threadId === LOOP_THREAD_ID) return this.#main;
    return threadId >= OTHER_THREADS ? threadId - OTHER_THREADS : undefined;
  }
}
