/** The versions of Node that programs are debugged on: this one, and others from the npm registry. */
import { join } from "node:path";
import { run } from "../e2e/install/command.js";
import { installOnce } from "../e2e/install/once.js";
import { REPOSITORY } from "./dap-client.js";

/** By major version: what is installed unless the tests themselves run on it. */
const VERSIONS: Readonly<Record<number, string>> = { 20: "20.20.2", 22: "22.23.5", 24: "24.21.0" };

/**
 * The executable of a major version of Node. Installed into `.cache/node` the first time, which takes some 10 s.
 * @throws Error when npm has no binary for this platform, or fails.
 */
export async function nodeExecutable(major: number): Promise<string> {
  if (Number(process.versions.node.split(".")[0]) === major) return process.execPath;
  const version = VERSIONS[major];
  if (version === undefined) throw new Error(`no version of Node ${major} is named here`);
  const system = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${system}-${process.arch}`;
  const folder = join(REPOSITORY, ".cache/node", `${version}-${system}-${process.arch}`);
  await installOnce(folder, async (unfinished) => {
    const options = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
    await run("npm", ["install", "--prefix", unfinished, ...options, `${name}@${version}`], {
      cwd: unfinished,
    });
  });
  return join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
}
