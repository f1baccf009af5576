/** In which order the folders of a room lie on each other: who imports whom, and whether anyone does so in a circle. */
import { posix } from "node:path";
import { importsOf } from "./imports.js";
import type { SourceFile } from "./source-files.js";

/** The folder directly below the room that a path lies in; "" for the room's own files. */
function folderOf(path: string, room: string): string {
  const parts = path.slice(room.length + 1).split("/");
  return parts.length > 1 ? (parts[0] ?? "") : "";
}

/** For each folder of a room the other folders that its files import, types included. */
export function folderImports(files: readonly SourceFile[], room: string): Map<string, Set<string>> {
  const imports = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    const from = folderOf(path, room);
    const targets = imports.get(from) ?? new Set();
    imports.set(from, targets);
    for (const { specifier } of importsOf(text)) {
      if (!specifier.startsWith(".")) continue;
      const target = posix.join(posix.dirname(path), specifier);
      if (!target.startsWith(`${room}/`)) continue;
      const to = folderOf(target, room);
      if (to !== from) targets.add(to);
    }
  }
  return imports;
}

/** A circle of folders that import each other, its first folder repeated at the end; null when there is none. */
export function folderCircle(imports: ReadonlyMap<string, ReadonlySet<string>>): string[] | null {
  const finished = new Set<string>();
  const visit = (folder: string, above: readonly string[]): string[] | null => {
    const again = above.indexOf(folder);
    if (again >= 0) return [...above.slice(again), folder];
    if (finished.has(folder)) return null;
    for (const next of imports.get(folder) ?? []) {
      const circle = visit(next, [...above, folder]);
      if (circle !== null) return circle;
    }
    finished.add(folder);
    return null;
  };
  for (const folder of imports.keys()) {
    const circle = visit(folder, []);
    if (circle !== null) return circle;
  }
  return null;
}
