/** Whether an error that is being thrown will be caught: by a coroutine of the task, or of those that wait for it. */
import { type Block, catchBlocks, catches } from "./catch-blocks.js";
import type { CdpConnection } from "./cdp/connection.js";
import type { CallFrame, Location } from "./cdp/types.js";
import type { Groups } from "./handles.js";
import type { Frame, Stacks } from "./stacks.js";
import type { Stop } from "./stop.js";

/** Reads each script once. */
export class CatchAnalysis {
  readonly #connection: CdpConnection;
  readonly #stacks: Stacks;
  readonly #groups: Groups;
  readonly #sources = new Map<
    string,
    Promise<{ readonly lines: readonly number[]; readonly blocks: readonly Block[] }>
  >();

  constructor(connection: CdpConnection, stacks: Stacks, groups: Groups) {
    this.#connection = connection;
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
      return true;
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
    const { lines, blocks } = await this.#source(location.scriptId);
    const begin = functionLocation === undefined ? 0 : offsetOf(functionLocation, lines);
    return catches(blocks, begin, offsetOf(location, lines));
  }

  #source(
    scriptId: string,
  ): Promise<{ readonly lines: readonly number[]; readonly blocks: readonly Block[] }> {
    let source = this.#sources.get(scriptId);
    if (source === undefined) {
      source = this.#connection.send("Debugger.getScriptSource", { scriptId }).then(({ scriptSource }) => ({
        lines: lineOffsets(scriptSource),
        blocks: catchBlocks(scriptSource),
      }));
      this.#sources.set(scriptId, source);
    }
    return source;
  }
}

function lineOffsets(text: string): readonly number[] {
  const offsets = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) offsets.push(at + 1);
  return offsets;
}

const offsetOf = ({ lineNumber, columnNumber }: Location, lines: readonly number[]): number =>
  (lines[lineNumber] ?? 0) + (columnNumber ?? 0);
