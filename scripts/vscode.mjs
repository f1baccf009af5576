// Opens real VS Code with the extension on examples/: the `code` on PATH, or else (or with --browser) the one that the
// end-to-end tests install, to be used in a browser until Ctrl-C.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { register } from "tsx/esm/api";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const examples = join(root, "examples");
// `code` is a script for cmd.exe on Windows.
const shell = process.platform === "win32";

function hasCode() {
  return spawnSync("code", ["--version"], { stdio: "ignore", shell }).status === 0;
}

function openCode() {
  const child = spawn("code", [`--extensionDevelopmentPath=${root}`, examples], { stdio: "inherit", shell });
  child.once("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}

async function serveInBrowser() {
  register();
  const { installVscode } = await import("../test/e2e/install/vscode.ts");
  const { createProfile } = await import("../test/e2e/workbench/profile.ts");
  const { startServer } = await import("../test/e2e/workbench/server.ts");
  const { workbenchUrl } = await import("../test/e2e/workbench/address.ts");

  const install = await installVscode(join(root, ".cache"));
  const profile = await createProfile({ "workbench.startupEditor": "readme" });
  try {
    await symlink(root, join(profile.extensions, "loopscope.loopscope"), "dir");
    // Whoever reaches the page can run programs as this user: the address has a secret in it.
    const connectionToken = randomBytes(16).toString("hex");
    const server = await startServer(install, profile, { forTests: false, connectionToken });
    try {
      const page = new URL(workbenchUrl(server.url, { folder: examples }));
      page.searchParams.set("tkn", connectionToken);
      console.log(`VS Code with Loopscope on examples/ (Ctrl-C ends it):\n\n  ${page.href}\n`);
      await Promise.race([server.ended, interrupted()]);
    } finally {
      await server.stop();
    }
  } finally {
    await profile.dispose();
  }
}

/** Settles at the first signal. npm passes Ctrl-C on, so that it comes twice: it must not cut the cleaning up short. */
function interrupted() {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, resolve);
  });
}

if (!process.argv.includes("--browser") && hasCode()) openCode();
else await serveInBrowser();
