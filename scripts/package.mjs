// Makes the VSIX. One package.json serves npm and VS Code, so what the extension ships is copied out first: vsce takes
// either `files` (which is npm's here) or .vscodeignore, and would walk through every folder of the working tree.
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createVSIX } from "@vscode/vsce";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What VS Code needs of package.json is kept; npm's own fields are not the extension's. */
const NPM_ONLY = ["type", "types", "exports", "bin", "files", "scripts", "workspaces", "devDependencies"];

/** Besides dist/: pictures, texts in other languages, the agent for Python, and what VS Code shows about the extension. */
const SHIPPED = [
  "media",
  "l10n",
  "package.nls.json",
  "package.nls.zh-cn.json",
  "python",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
];

/** Bundles of the extension, the adapter and what a debuggee preloads, with their licences; no types, no maps. */
const SHIPPED_BUNDLE = /\.(cjs|wasm|LEGAL\.txt)$/;

const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
const vsix = resolve(process.argv[2] ?? join(root, `${manifest.name}-${manifest.version}.vsix`));
const stage = await mkdtemp(join(tmpdir(), "loopscope-vsix-"));
try {
  for (const field of NPM_ONLY) delete manifest[field];
  await writeFile(join(stage, "package.json"), JSON.stringify(manifest, null, 2));
  await mkdir(join(stage, "dist"));
  for (const name of await readdir(join(root, "dist"))) {
    if (SHIPPED_BUNDLE.test(name)) await cp(join(root, "dist", name), join(stage, "dist", name));
  }
  for (const name of SHIPPED) {
    if (existsSync(join(root, name))) await cp(join(root, name), join(stage, name), { recursive: true });
  }
  // vsce asks for .vscodeignore or `files`, lest an extension ships by accident what it should not; all is chosen above.
  await writeFile(join(stage, ".vscodeignore"), "**/__pycache__/**\n");
  await createVSIX({
    cwd: stage,
    packagePath: vsix,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  console.log(`${vsix}: ${Math.ceil((await stat(vsix)).size / 1024)} kB`);
} finally {
  await rm(stage, { recursive: true, force: true });
}
