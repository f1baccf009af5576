/** The runtime as it ships: one file, in either module format. Made anew, so that a stale build misleads nobody. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const ENTRY = fileURLToPath(new URL("../../../src/runtime/index.ts", import.meta.url));

export interface BundledRuntime {
  /** The URL of the file. */
  readonly url: string;
  dispose(): void;
}

export async function bundleRuntime(format: "esm" | "cjs"): Promise<BundledRuntime> {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  const outfile = join(folder, format === "esm" ? "index.mjs" : "index.cjs");
  await build({
    entryPoints: [ENTRY],
    outfile,
    format,
    bundle: true,
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  return { url: pathToFileURL(outfile).href, dispose: () => rmSync(folder, { recursive: true }) };
}
