import type { Target } from "../arguments.js";
import type { Console } from "../console.js";
import { EXIT } from "../exit-codes.js";
import { treeLines } from "../text/report-lines.js";
import { GROUP_FROM } from "../text/tree-layout.js";
import { withAttached } from "./target.js";

export interface TreeFlags {
  readonly json: boolean;
  readonly all: boolean;
  readonly byCreator: boolean;
}

/** `loopscope tree`: the tasks, each under the one that awaits or created it. */
export function tree(console: Console, target: Target, flags: TreeFlags): Promise<number> {
  return withAttached(target, async (session) => {
    if (flags.json) {
      console.printJson(await session.refresh());
      return EXIT.ok;
    }
    await session.diagnose();
    console.print(
      treeLines(session.table, Date.now(), {
        order: flags.byCreator ? "creator" : "awaiter",
        ended: flags.all,
        groupFrom: flags.all ? 0 : GROUP_FROM,
        toggled: new Set(),
      }),
    );
    return EXIT.ok;
  });
}
