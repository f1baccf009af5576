import type { Target } from "../arguments.js";
import type { Console } from "../console.js";
import { EXIT } from "../exit-codes.js";
import { isHang } from "../settle.js";
import { adviceFor } from "../text/finding-lines.js";
import { segment } from "../text/line.js";
import { diagnosisLines } from "../text/report-lines.js";
import { withAttached } from "./target.js";

/** `loopscope diagnose`: what is wrong; exit code 3 when something cannot go on. */
export function diagnose(console: Console, target: Target, json: boolean): Promise<number> {
  return withAttached(target, async (session) => {
    const body = await session.diagnose();
    if (json) console.printJson(body);
    else {
      console.print(diagnosisLines(body.findings, session.table, console.cwd, console.columns()));
      const advice = adviceFor(body.findings, session.table);
      if (advice !== undefined) console.print([[segment(advice, "dim")]]);
    }
    return body.findings.some(isHang) ? EXIT.finding : EXIT.ok;
  });
}
