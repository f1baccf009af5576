/**
 * What a debugger asks the program to do, carried out when the program's own loop gets to it.
 *
 * A command arrives between any two bytecodes of the main thread: in the middle of the ready queue's own code, or of
 * Node's timers. So nothing is touched then; the action is put aside, and a message port wakes the host, which is one
 * native call and safe at any point. A paused program carries it out after it was resumed.
 */
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { BaseEventLoop } from "../base_events.js";
import { logger } from "../log.js";

/** @internal */
export class DeferredActions {
  #actions: (() => void)[] = [];
  #wake: MessagePort | null = null;

  /** Runs `action` from the host's own loop, soon. */
  soon(action: () => void): void {
    this.#actions.push(action);
    this.#wake ??= this.#open();
    this.#wake.postMessage(null);
  }

  /** Runs `action` within a turn of `loop`. A loop that is closed meanwhile never does. */
  inLoop(loop: BaseEventLoop, action: () => void): void {
    this.soon(() => {
      if (!loop.isClosed()) loop.callSoonThreadsafe(action);
    });
  }

  #open(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    port1.on("message", () => this.#run());
    port1.unref();
    port2.unref();
    return port2;
  }

  #run(): void {
    const actions = this.#actions;
    this.#actions = [];
    for (const action of actions) {
      try {
        action();
      } catch (error) {
        logger.current.error("Exception in an action of the debugger", error);
      }
    }
  }
}
