/** The stacks of threads as the client asks for them: read once for all who ask, and held for as long as they are true. */
import { errors } from "../dap/errors.js";
import type { Stop } from "../execution/stop.js";
import { LOOP_THREAD_ID, taskIdOf } from "../tasks/threads.js";
import type { Groups } from "../variables/handles.js";
import type { Frame, Stacks } from "./stacks.js";

/** The frames of a thread, and the group that holds their objects. */
export interface ReadStack {
  readonly group: string;
  readonly frames: readonly Frame[];
}

/** A stack that is being read, or has been. */
interface StackReading {
  readonly stack: Promise<ReadStack>;
  complete: boolean;
}

export class ThreadStacks {
  readonly #stacks: Stacks;
  readonly #groups: Groups;
  readonly #isPending: (taskId: number) => boolean;
  readonly #readings = new Map<number, StackReading>();

  constructor(stacks: Stacks, groups: Groups, isPending: (taskId: number) => boolean) {
    this.#stacks = stacks;
    this.#groups = groups;
    this.#isPending = isPending;
  }

  /**
   * The stack of a thread. Numbers are valid until the program goes on, or the thread is asked for again while it runs.
   * @param start of what the client asks for: above 0 it goes on with what it has
   * @throws UserError for a thread that is not there.
   */
  async read(threadId: number, start: number, stop: Stop | undefined): Promise<ReadStack> {
    const known = this.#readings.get(threadId);
    // One that is still being read serves whoever asks meanwhile: to read it anew would release its objects.
    if (known !== undefined && (stop !== undefined || start > 0 || !known.complete)) return known.stack;
    const taskId = taskIdOf(threadId);
    if (threadId !== LOOP_THREAD_ID && (taskId === undefined || !this.#isPending(taskId))) {
      throw errors.unknownThread(threadId);
    }
    const reading: StackReading = { stack: this.#read(threadId, taskId, stop), complete: false };
    this.#readings.set(threadId, reading);
    try {
      const stack = await reading.stack;
      reading.complete = true;
      return stack;
    } catch (failure) {
      if (this.#readings.get(threadId) === reading) this.#readings.delete(threadId);
      throw failure;
    }
  }

  /** The program goes on, or has stopped. */
  forget(): void {
    this.#readings.clear();
  }

  async #read(threadId: number, taskId: number | undefined, stop: Stop | undefined): Promise<ReadStack> {
    const group = this.#groups.renew(`thread ${threadId}`);
    const frames =
      taskId === undefined ? this.#stacks.ofLoop(stop) : await this.#stacks.ofTask(taskId, stop, group);
    return { group, frames };
  }
}
