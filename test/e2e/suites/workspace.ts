import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { E2E, ROOT } from "./folders.js";

/** A folder as a user has it: programs, and the runtime installed in node_modules. */
export interface Workspace {
  readonly folder: string;
  dispose(): Promise<void>;
}

/** Where `import … from "loopscope"` leads: to the built project, or to an unpacked npm package. */
export interface WorkspaceOptions {
  readonly runtime?: string;
  /** Leave .vscode/launch.json out: the user has configured nothing. */
  readonly unconfigured?: boolean;
}

/** Makes a workspace with the examples, their launch.json, and the tests' own programs. */
export async function createWorkspace({
  runtime = ROOT,
  unconfigured = false,
}: WorkspaceOptions = {}): Promise<Workspace> {
  const parent = await mkdtemp(join(tmpdir(), "loopscope-workspace-"));
  const folder = join(parent, "examples");
  await cp(join(ROOT, "examples"), folder, { recursive: true });
  await cp(join(E2E, "workspace"), folder, { recursive: true });
  if (unconfigured) await rm(join(folder, ".vscode"), { recursive: true, force: true });
  await mkdir(join(folder, "node_modules"));
  await symlink(runtime, join(folder, "node_modules/loopscope"), "dir");
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  return { folder, dispose: () => rm(parent, { recursive: true, force: true }) };
}
