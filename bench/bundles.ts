/** Bundles the TypeScript contestants together with the runtime's sources, with and without the agent. */
import { mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Functions that the runtime's index imports from the agent: `import { a, b } from "./agent/…"`. */
async function agentFunctions(): Promise<string[]> {
  const index = await readFile(`${root}src/runtime/index.ts`, "utf8");
  const clauses = [...index.matchAll(/^import \{([^}]*)\} from "\.\/agent\//gm)];
  if (clauses.length === 0) throw new Error("src/runtime/index.ts does not install the agent");
  return clauses.flatMap(([, names]) => names!.split(",").map((name) => name.trim()));
}

/** Replaces every import of the agent by the runtime with a module whose functions do nothing. */
const withoutAgent: Plugin = {
  name: "without-agent",
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\/agent\// }, () => ({ path: "agent", namespace: "nothing" }));
    bundler.onLoad({ filter: /.*/, namespace: "nothing" }, async () => ({
      contents: (await agentFunctions()).map((name) => `export function ${name}() {}`).join("\n"),
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
    minifySyntax: true, // as the runtime is shipped
    target: "node20",
    format: "esm",
    alias: { loopscope: `${root}src/runtime/index.ts` },
    plugins: agent ? [] : [withoutAgent],
    logLevel: "warning",
  });
}
