import { writeFileSync } from "node:fs";
import type { DumpCommand } from "../arguments.js";
import type { Console } from "../console.js";
import { messageOf, UserError } from "../errors.js";
import { EXIT } from "../exit-codes.js";
import { withAttached } from "./target.js";

/** `loopscope dump`: the program's state, on standard output or in a file. */
export function dump(console: Console, { target, text, output, stacks }: DumpCommand): Promise<number> {
  return withAttached(target, async (session) => {
    const format = text ? "text" : "json";
    const answer = await session.ask("asyncioDump", { format, ...(stacks === undefined ? {} : { stacks }) });
    const content = answer.text ?? JSON.stringify(answer.dump, null, 2);
    if (output === undefined) process.stdout.write(`${content}\n`);
    else {
      try {
        writeFileSync(output, `${content}\n`);
      } catch (error) {
        throw new UserError(`'${output}' cannot be written: ${messageOf(error)}`);
      }
      console.say(`wrote ${output}`);
    }
    return EXIT.ok;
  });
}
