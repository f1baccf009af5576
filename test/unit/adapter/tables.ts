/** Small task tables, written down as a reader would tell them. */

import type { Snapshot } from "../../../src/adapter/diagnosis/diagnosis.js";
import type { LoopInfo, ResourceInfo, TaskInfo } from "../../../src/protocol/index.js";

export function task(id: number, name: string, more: Partial<TaskInfo> = {}): TaskInfo {
  return { id, name, coroutine: name, state: "pending", loopId: 1, ...more };
}

export function resource(id: number, kind: string, more: Partial<ResourceInfo> = {}): ResourceInfo {
  return { id, kind, holders: [], waiters: [], ...more };
}

export const IDLE: LoopInfo = {
  id: 1,
  state: "idle",
  debug: false,
  turns: 1,
  readyHandles: 0,
  timers: 0,
  hostResources: [],
};

export function snapshot(
  tasks: readonly TaskInfo[],
  resources: readonly ResourceInfo[] = [],
  more: Partial<Omit<Snapshot, "loops">> & { loop?: Partial<LoopInfo> } = {},
): Snapshot {
  const { loop, ...rest } = more;
  return {
    tasks: new Map(tasks.map((each) => [each.id, each])),
    resources: new Map(resources.map((each) => [each.id, each])),
    loops: new Map([[1, { ...IDLE, ...loop }]]),
    nowMs: 1_000_000,
    asOfMs: 1_000_000,
    stopped: false,
    undisturbedSinceMs: 0,
    wasStopped: () => false,
    warnings: [],
    leaks: [],
    ...rest,
  };
}
