/** Bundles the TypeScript contestants together with the runtime's sources, with and without the agent. */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Replaces every import of the agent by the runtime with a module whose exports do nothing. */
const withoutAgent: Plugin = {
  name: "without-agent",
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\/agent\// }, () => ({ path: "agent", namespace: "nothing" }));
    bundler.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({
      contents: "module.exports = new Proxy({}, { get: () => () => {} });",
      loader: "js",
    }));
  },
};

/** The folder that a variant's programs are bundled into. */
export function bundleFolder(agent: boolean): string {
  return `${root}.cache/bench/programs/${agent ? "agent" : "no-agent"}`;
}

/** Bundles these programs of `bench/cases`. */
export async function bundle(programs: readonly string[], agent: boolean): Promise<void> {
  const outdir = bundleFolder(agent);
  await mkdir(outdir, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: programs.map((program) => ({ in: `bench/cases/${program}.ts`, out: program })),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    alias: { loopscope: `${root}src/runtime/index.ts` },
    plugins: agent ? [] : [withoutAgent],
    logLevel: "warning",
  });
}
