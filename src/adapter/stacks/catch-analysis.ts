/** Whether an error that is being thrown will be caught: by a coroutine of the task, or of those that wait for it. */

import type { CallFrame, Location } from "../cdp/types.js";
import type { Stop } from "../execution/stop.js";
import type { ScriptSources } from "../sources/script-sources.js";
import type { Groups } from "../variables/handles.js";
import { type Block, catchBlocks, catches } from "./catch-blocks.js";
import type { Frame, Stacks } from "./stacks.js";

export class CatchAnalysis {
  readonly #sources: ScriptSources;
  readonly #stacks: Stacks;
  readonly #groups: Groups;
  readonly #blocks = new Map<string, Promise<readonly Block[]>>();

  constructor(sources: ScriptSources, stacks: Stacks, groups: Groups) {
    this.#sources = sources;
    this.#stacks = stacks;
    this.#groups = groups;
  }

  /** Whether no frame on the await chain catches an error thrown at this stop. */
  async isUncaught(stop: Stop): Promise<boolean> {
    const group = this.#groups.temporary();
    try {
      const frames =
        stop.current === null
          ? this.#stacks.ofLoop(stop)
          : await this.#stacks.ofTask(stop.current.taskId, stop, group.name);
      for (const frame of frames) if (await this.#catches(frame)) return false;
      return stop.current === null || !(await this.#stacks.isAskedByConsole(stop.current.taskId, group.name));
    } finally {
      group.dispose();
    }
  }

  /** Whether one of these frames catches an error thrown where it stands. */
  async anyCatches(callFrames: readonly CallFrame[]): Promise<boolean> {
    for (const frame of callFrames) if (await this.#catchesAt(frame)) return true;
    return false;
  }

  async #catches(frame: Frame): Promise<boolean> {
    if (frame.kind === "label") return false;
    return this.#catchesAt(frame.kind === "running" ? frame.callFrame : frame.coroutine);
  }

  async #catchesAt({
    location,
    functionLocation,
  }: {
    readonly location: Location | undefined;
    readonly functionLocation?: Location | undefined;
  }): Promise<boolean> {
    if (location === undefined) return false;
    const source = await this.#sources.get(location.scriptId);
    const begin = functionLocation === undefined ? 0 : source.offset(functionLocation);
    return catches(await this.#blocksOf(location.scriptId), begin, source.offset(location));
  }

  #blocksOf(scriptId: string): Promise<readonly Block[]> {
    let blocks = this.#blocks.get(scriptId);
    if (blocks === undefined) {
      blocks = this.#sources.get(scriptId).then(({ text }) => catchBlocks(text));
      this.#blocks.set(scriptId, blocks);
    }
    return blocks;
  }
}
