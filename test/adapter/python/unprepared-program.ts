/** Python programs that are started without us, to be attached to. */
import type { ChildProcess } from "node:child_process";
import { exitOf } from "../../support/process-exit.js";

/** Arguments of an interpreter that runs a file, and prints a line before: it is in Python code of its own by then. */
export const announced = (file: string): readonly string[] => [
  "-c",
  `import runpy; print("up", flush=True); runpy.run_path(${JSON.stringify(file)}, run_name="__main__")`,
];

/** Ends them all, and empties the list. */
export async function endAll(children: ChildProcess[]): Promise<void> {
  for (const child of children.splice(0)) {
    child.kill("SIGKILL");
    await exitOf(child);
  }
}
