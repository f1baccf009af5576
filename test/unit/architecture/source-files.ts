import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The repository's root, with a slash at its end. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A file of the project: path from the root with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const skippedFolders = new Set(["node_modules", "dist", ".git", ".cache", "__pycache__"]);
const textFile = /\.(ts|mts|cts|js|mjs|cjs|json|py|md|css|svg|yml|sh)$/;

/** All paths below a folder of the repository, but for what is built, installed or ignored. */
export function pathsBelow(folder: string): string[] {
  const paths: string[] = [];
  for (const entry of readdirSync(root + folder, { withFileTypes: true })) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!skippedFolders.has(entry.name)) paths.push(...pathsBelow(path));
    } else {
      paths.push(path);
    }
  }
  return paths;
}

/** The text files below a folder whose path matches. */
export function filesBelow(folder: string, matching: RegExp = textFile): SourceFile[] {
  return pathsBelow(folder)
    .filter((path) => matching.test(path))
    .map((path) => ({ path, text: readFileSync(root + path, "utf8") }));
}
