/** Where a finding is to be seen in a Node program. */
import type { DapSite } from "../../protocol/index.js";
import type { CdpConnection } from "../cdp/connection.js";
import type { Stop } from "../execution/stop.js";
import type { CodeOwnership } from "../sources/code-ownership.js";
import type { Stacks } from "../stacks/stacks.js";
import type { TaskView } from "../tasks/task-view.js";
import type { Groups } from "../variables/handles.js";
import { blockingStack } from "./blocking-stack.js";
import type { FindingSites } from "./findings.js";

export interface NodeSitesParts {
  readonly connection: CdpConnection;
  readonly ownership: CodeOwnership;
  readonly view: TaskView;
  readonly stacks: Stacks;
  readonly groups: Groups;
  /** The stop that the user sees. */
  readonly stop: () => Stop | undefined;
}

export function nodeSites({
  connection,
  ownership,
  view,
  stacks,
  groups,
  stop,
}: NodeSitesParts): FindingSites {
  return {
    blocking: async () => {
      const frames = await blockingStack(connection).catch(() => []);
      return frames.filter((site) => !ownership.isMachinerySite(site)).map((site) => view.site(site));
    },
    suspended: async (taskIds) => {
      const group = groups.temporary();
      const sites: DapSite[] = [];
      try {
        for (const id of taskIds) {
          const [frame] = await stacks.ownFrames(id, stop(), group.name);
          // One that has no coroutine of the program's own, such as `lock.acquire()` as a task: where it was made.
          const created = frame === undefined || frame.kind === "label" ? view.createdAt(id) : undefined;
          if (frame !== undefined && frame.kind !== "label") sites.push(view.place(frame.place, frame.name));
          else if (created !== undefined) sites.push(created);
          else break;
        }
      } catch {
        // The program went on or ended meanwhile.
      } finally {
        group.dispose();
      }
      return sites;
    },
  };
}
