/** Which room may import what: the table of docs/architecture.md as data. */
import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { importsOf } from "./imports.js";
import type { SourceFile } from "./source-files.js";

export interface Room {
  /** As the table of docs/architecture.md calls it. */
  readonly name: string;
  readonly folder: string;
  /** Rooms that it may import from, itself included. */
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
  /** Which of its files may import modules of Node. */
  readonly node: RegExp;
  /** Files that may import from one more room, and which. */
  readonly exceptions?: Readonly<Record<string, readonly string[]>>;
}

const everyFile = /./;
const noFile = /(?!)/;

/** Rooms, the innermost folder first. */
export const rooms: readonly Room[] = [
  { name: "protocol", folder: "src/protocol", rooms: ["protocol"], packages: [], node: noFile },
  {
    name: "runtime/agent",
    folder: "src/runtime/agent",
    rooms: ["runtime/agent", "runtime core", "protocol"],
    packages: [],
    node: everyFile,
  },
  {
    name: "runtime core",
    folder: "src/runtime",
    rooms: ["runtime core"],
    packages: [],
    node: /\/(host|transports|subprocess|threads)[\w-]*\.ts$/,
    exceptions: { "src/runtime/index.ts": ["runtime/agent"] },
  },
  {
    name: "preload",
    folder: "src/preload",
    rooms: ["preload", "protocol"],
    packages: ["@swc/wasm-typescript"],
    node: everyFile,
  },
  {
    name: "adapter",
    folder: "src/adapter",
    rooms: ["adapter", "protocol"],
    packages: ["@vscode/debugadapter", "@vscode/debugprotocol", "ws", "@jridgewell/trace-mapping"],
    node: everyFile,
  },
  {
    name: "extension",
    folder: "src/extension",
    rooms: ["extension", "protocol"],
    packages: ["vscode"],
    node: noFile,
  },
  {
    name: "cli",
    folder: "src/cli",
    rooms: ["cli", "protocol"],
    // What the table calls its terminal library.
    packages: ["picocolors", "string-width"],
    node: everyFile,
  },
];

/** The room that a path lies in. */
export function roomOf(path: string): Room | undefined {
  return rooms.find((room) => path.startsWith(`${room.folder}/`));
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Says why a file may not import a module, or null when it may. */
export function refusal(path: string, specifier: string): string | null {
  const room = roomOf(path);
  if (room === undefined) return `${path} lies in no room`;
  if (specifier.startsWith(".")) {
    const target = posix.join(posix.dirname(path), specifier);
    const other = roomOf(target);
    if (other === undefined) return `${target} lies in no room`;
    const allowed = [...room.rooms, ...(room.exceptions?.[path] ?? [])];
    return allowed.includes(other.name) ? null : `${room.name} may not import ${other.name}`;
  }
  if (isBuiltin(specifier)) return room.node.test(path) ? null : `${path} may not import Node's modules`;
  const name = packageOf(specifier);
  return room.packages.includes(name) ? null : `${room.name} may not import ${name}`;
}

/** Every import of a file that breaks the table, as `path:line "module": reason`. */
export function brokenImports(file: SourceFile): string[] {
  const broken: string[] = [];
  for (const { specifier, line } of importsOf(file.text)) {
    const reason = refusal(file.path, specifier);
    if (reason !== null) broken.push(`${file.path}:${line} "${specifier}": ${reason}`);
  }
  return broken;
}
