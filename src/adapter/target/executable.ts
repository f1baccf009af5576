/** Finding the executable that runs a program, so that a missing one is a clear error and not a failed spawn. */
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * The executable's path as the system would find it; undefined when there is none.
 * @param name a name to look up in `PATH`, or a path (relative ones to `cwd`).
 */
export function findExecutable(name: string, cwd: string, env: NodeJS.ProcessEnv): string | undefined {
  const windows = process.platform === "win32";
  const endings = windows ? ["", ...(env.PATHEXT ?? ".EXE;.CMD;.BAT").split(";")] : [""];
  const isPath = name.includes("/") || (windows && name.includes("\\"));
  const searched =
    Object.entries(env).find(([key]) => (windows ? key.toUpperCase() : key) === "PATH")?.[1] ?? "";
  const folders = isPath ? [cwd] : searched.split(path.delimiter).filter((folder) => folder !== "");
  for (const folder of folders) {
    for (const ending of endings) {
      const file = path.resolve(folder, name + ending);
      if (isExecutable(file)) return file;
    }
  }
  return undefined;
}
