/**
 * Stacks of tasks: their own coroutines, innermost first, then the frames of the tasks that wait for them.
 *
 * What runs is on V8's stack. After a resume only the innermost coroutine is: the outer ones are suspended generators,
 * which the agent's registry hands out and V8 lets us look into, whether the program is paused or runs.
 */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { ANSWER_TIMEOUT_MS } from "../agent/agent.js";
import { REGISTRY } from "../agent/agent-link.js";
import { type CdpConnection, CdpTimeoutError } from "../cdp/connection.js";
import { type CoroutineObject, readCoroutines } from "../cdp/coroutines.js";
import type { CallFrame, Location } from "../cdp/types.js";
import { errors } from "../dap/errors.js";
import type { Stop } from "../execution/stop.js";
import type { TaskNotice } from "../execution/task-notice.js";
import type { CodeOwnership } from "../sources/code-ownership.js";
import { asInternal } from "../sources/debugger-scripts.js";
import type { Place, Scripts } from "../sources/scripts.js";
import type { TaskTable } from "../tasks/task-table.js";
import { awaitersOf } from "./awaiters.js";
import { sitesOf } from "./error-stack.js";

/** A frame of a stack before it has a number. */
export type Frame =
  | {
      readonly kind: "running";
      readonly name: string;
      readonly place: Place;
      readonly taskId?: number;
      readonly callFrame: CallFrame;
    }
  | {
      readonly kind: "suspended";
      readonly name: string;
      readonly place: Place;
      readonly taskId: number;
      readonly coroutine: CoroutineObject;
    }
  | {
      readonly kind: "label";
      readonly name: string;
      readonly taskId?: number;
      /** Where to look, when nothing runs or is suspended there. */
      readonly place?: Place;
    };

/** Frames shown in all. */
const FRAME_LIMIT = 400;

export const IDLE_LABEL = "event loop: idle";

export class Stacks {
  readonly #connection: CdpConnection;
  readonly #scripts: Scripts;
  readonly #ownership: CodeOwnership;
  readonly #table: TaskTable;

  constructor(connection: CdpConnection, scripts: Scripts, ownership: CodeOwnership, table: TaskTable) {
    this.#connection = connection;
    this.#scripts = scripts;
    this.#ownership = ownership;
    this.#table = table;
  }

  /** The event loop's own stack: what runs outside of any task. Empty while the program runs. */
  ofLoop(stop: Stop | undefined): readonly Frame[] {
    if (stop === undefined) return [];
    if (stop.notice !== undefined && stop.suspended === true) return this.#ofEnded(stop.notice);
    if (stop.current !== null) {
      const name = this.#table.tasks.get(stop.current.taskId)?.name ?? `task ${stop.current.taskId}`;
      return [{ kind: "label", name: `running ${name}`, taskId: stop.current.taskId }];
    }
    const frames = this.#userFrames(stop.callFrames).map((frame) => this.#running(frame));
    return frames.length > 0 ? frames : [{ kind: "label", name: IDLE_LABEL }];
  }

  /** Of a task that has ended there is the stack of its error, or else the function that it began with. */
  #ofEnded({ name = "task", stack = "", functionLocation: at }: TaskNotice): readonly Frame[] {
    const frames = sitesOf(stack)
      .filter((site) => !this.#ownership.isMachinerySite(site))
      .map((site): Frame => ({ kind: "label", name: site.name, place: this.#scripts.placeOf(site) }));
    if (frames.length > 0) return frames;
    if (at === undefined || this.#ownership.isMachinery(at)) return [{ kind: "label", name: IDLE_LABEL }];
    return [{ kind: "label", name, place: this.#scripts.place(at) }];
  }

  /** The depth of the innermost coroutine of the user's in a task that is suspended; 0 when all are the runtime's. */
  async userDepth(taskId: number, group: string): Promise<number> {
    const coroutines = await this.coroutines(taskId, group);
    const index = coroutines.findIndex(
      ({ location }) => location !== undefined && !this.#ownership.isMachinery(location),
    );
    return Math.max(0, coroutines.length - 1 - Math.max(0, index));
  }

  /** A task's stack with those of the tasks that wait for it. */
  async ofTask(taskId: number, stop: Stop | undefined, group: string): Promise<readonly Frame[]> {
    const frames = [...(await this.ownFrames(taskId, stop, group))];
    for (const id of awaitersOf(taskId, this.#table)) {
      if (frames.length >= FRAME_LIMIT) break;
      frames.push({
        kind: "label",
        name: `awaited by ${this.#table.tasks.get(id)?.name ?? `task ${id}`}`,
        taskId: id,
      });
      frames.push(...(await this.ownFrames(id, stop, group)));
    }
    return frames;
  }

  /** The frames of one task alone. @throws UserError when the program does not answer. */
  async ownFrames(taskId: number, stop: Stop | undefined, group: string): Promise<readonly Frame[]> {
    const coroutines = await this.coroutines(taskId, group);
    const suspended = coroutines
      .filter((coroutine) => coroutine.state === "suspended")
      .map((coroutine) => this.#suspended(coroutine, taskId))
      .filter((frame) => frame !== undefined);
    if (stop?.current?.taskId !== taskId) return suspended;
    const running = coroutines.filter((coroutine) => coroutine.state === "running");
    const frames = this.#framesOfStep(stop.callFrames, running).map((frame) => this.#running(frame, taskId));
    return [...frames, ...suspended];
  }

  /** Whether what was typed into the console awaits this task: its errors are the console's answer. */
  async isAskedByConsole(taskId: number, group: string): Promise<boolean> {
    for (const id of [taskId, ...awaitersOf(taskId, this.#table)]) {
      const coroutines = await this.coroutines(id, group);
      if (coroutines.some(({ location: at }) => at !== undefined && this.#ownership.isConsole(at)))
        return true;
    }
    return false;
  }

  /** The live coroutines of a task, innermost first. */
  async coroutines(taskId: number, group: string): Promise<readonly CoroutineObject[]> {
    try {
      const expression = asInternal(`[...(${REGISTRY}?.coroutines?.(${taskId}) ?? [])]`);
      return await readCoroutines(this.#connection, expression, group, ANSWER_TIMEOUT_MS);
    } catch (failure) {
      if (failure instanceof CdpTimeoutError) throw errors.unresponsive(ANSWER_TIMEOUT_MS / 1000);
      throw failure;
    }
  }

  /** What V8's stack has of the task's step: everything above and including its outermost running coroutine. */
  #framesOfStep(callFrames: readonly CallFrame[], running: readonly CoroutineObject[]): readonly CallFrame[] {
    let end = callFrames.length;
    const outermost = running.at(-1)?.functionLocation;
    if (outermost !== undefined) {
      // An eager task runs inside of its creator's step: what lies below belongs to the creator.
      let index = -1;
      let left = running.filter(({ functionLocation: at }) => samePlace(at, outermost)).length;
      for (let i = 0; i < callFrames.length && left > 0; i++) {
        if (!samePlace(callFrames[i]?.functionLocation, outermost)) continue;
        index = i;
        left--;
      }
      if (index >= 0) end = index + 1;
    }
    return this.#userFrames(callFrames.slice(0, end));
  }

  #userFrames(callFrames: readonly CallFrame[]): readonly CallFrame[] {
    return callFrames.filter((frame) => this.#ownership.isUser(frame));
  }

  #running(callFrame: CallFrame, taskId?: number): Frame {
    return {
      kind: "running",
      name: callFrame.functionName || "(anonymous)",
      place: this.#scripts.place(callFrame.location),
      ...(taskId === undefined ? {} : { taskId }),
      callFrame,
    };
  }

  /** Undefined for a coroutine of the runtime itself: the user's stack ends in the user's code. */
  #suspended(coroutine: CoroutineObject, taskId: number): Frame | undefined {
    if (coroutine.location === undefined) return undefined;
    if (this.#ownership.isMachinery(coroutine.location)) return undefined;
    return {
      kind: "suspended",
      name: coroutine.name || "(anonymous)",
      place: this.#scripts.place(coroutine.location),
      taskId,
      coroutine,
    };
  }
}

function samePlace(a: Location | undefined, b: Location): boolean {
  return a?.scriptId === b.scriptId && a.lineNumber === b.lineNumber && a.columnNumber === b.columnNumber;
}

/** Frames as DAP shows them; `number` gives each its id. */
export function toStackFrames(
  frames: readonly Frame[],
  number: (frame: Frame) => number,
  position: (place: Place) => { line: number; column: number },
): readonly DebugProtocol.StackFrame[] {
  return frames.map((frame) =>
    frame.kind === "label" && frame.place !== undefined
      ? {
          id: number(frame),
          name: frame.name,
          source: frame.place.source,
          ...position(frame.place),
          presentationHint: "subtle",
        }
      : frame.kind === "label"
        ? { id: number(frame), name: frame.name, line: 0, column: 0, presentationHint: "label" }
        : {
            id: number(frame),
            name: frame.name,
            source: frame.place.source,
            ...position(frame.place),
            canRestart: frame.kind === "running" && frame.callFrame.canBeRestarted === true,
          },
  );
}
