// Bundles every program that ships: one esbuild call per format, so that a build takes under a second.

import { existsSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { build } from "esbuild";

const shared = {
  bundle: true,
  platform: "node",
  target: "node20",
  sourcemap: true,
  sourcesContent: true,
  logLevel: "warning",
  legalComments: "linked",
};

/** A CommonJS dependency inside an ES module bundle calls `require` for Node's own modules. */
const requireForEsm = {
  js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
};

const programs = [
  // The runtime, in both module formats: a debuggee may load either, or both.
  {
    entryPoints: { "runtime/index": "src/runtime/index.ts" },
    format: "esm",
    outExtension: { ".js": ".mjs" },
    minifySyntax: true, // it puts constants in their places: the engine would look each up at every task switch
  },
  {
    entryPoints: { "runtime/index": "src/runtime/index.ts" },
    format: "cjs",
    minifySyntax: true,
    outExtension: { ".js": ".cjs" },
  },
  // What a launched program preloads, and what VS Code loads or forks.
  {
    entryPoints: {
      preload: "src/preload/preload.ts",
      attached: "src/preload/attached.ts",
      "bridge-worker": "src/preload/bridge-worker.ts",
      "typescript-hooks": "src/preload/typescript-hooks.ts",
      adapter: "src/adapter/main.ts",
      extension: "src/extension/extension.ts",
    },
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    external: ["vscode"],
  },
  {
    entryPoints: { cli: "src/cli/main.ts" },
    format: "esm",
    outExtension: { ".js": ".mjs" },
    banner: requireForEsm,
  },
];

// Only bundles are replaced: `tsc -b` keeps its declarations beside them.
for (const name of [
  "runtime",
  "preload",
  "attached",
  "bridge-worker",
  "typescript-hooks",
  "adapter",
  "extension",
  "cli",
]) {
  for (const extension of [".cjs", ".mjs", ".cjs.map", ".mjs.map", ""]) {
    await rm(`dist/${name}${extension}`, { recursive: extension === "", force: true });
  }
}
for (const program of programs) {
  const entries = Object.entries(program.entryPoints).filter(([, file]) => existsSync(file));
  if (entries.length === 0) continue;
  await build({ ...shared, ...program, entryPoints: Object.fromEntries(entries), outdir: "dist" });
}
// The package's `bin`: npm makes it executable on installing, a checkout does not.
if (existsSync("dist/cli.mjs")) await chmod("dist/cli.mjs", 0o755);
