/** Breakpoints of a Python program as the client set them: nothing here stops a program, so all are unverified. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Arguments } from "../dap/arguments.js";

/** Breakpoints of one source, in the client's counting, with the ids by which the client knows them. */
export interface SourceBreakpoints {
  readonly path: string;
  readonly args: Record<string, unknown>;
  readonly ids: readonly number[];
}

export class BreakpointBook {
  readonly #bySource = new Map<string, SourceBreakpoints>();
  #nextId = 1;

  /** Takes what the client was told before it was known that the program is Python. */
  adopt(args: Record<string, unknown>, told: readonly DebugProtocol.Breakpoint[]): void {
    const path = (args.source as { path?: unknown } | undefined)?.path;
    if (typeof path !== "string") return;
    const ids = told.map(({ id }) => id ?? 0);
    this.#nextId = Math.max(this.#nextId, ...ids.map((id) => id + 1));
    this.#bySource.set(path, { path, args, ids });
  }

  /** Replaces the breakpoints of one source. @throws UserError for malformed arguments. */
  set(args: Arguments): SourceBreakpoints {
    const path = args.object("source").string("path");
    const breakpoints = args.optionalObjects("breakpoints") ?? [];
    for (const breakpoint of breakpoints) breakpoint.integer("line");
    const entry = {
      path,
      args: { source: args.raw("source"), breakpoints: args.raw("breakpoints") ?? [] },
      ids: breakpoints.map(() => this.#nextId++),
    };
    this.#bySource.set(path, entry);
    return entry;
  }

  all(): readonly SourceBreakpoints[] {
    return [...this.#bySource.values()];
  }

  /** The source that has a breakpoint of this id. */
  findSource(path: string): SourceBreakpoints | undefined {
    return this.#bySource.get(path);
  }
}

/** The lines of a source's breakpoints. */
export function linesOf({ args }: SourceBreakpoints): readonly number[] {
  const breakpoints = args.breakpoints;
  return Array.isArray(breakpoints) ? breakpoints.map(({ line }: { line: number }) => line) : [];
}

/** Breakpoints that cannot be hit, and why. */
export function unverified(entry: SourceBreakpoints, message: string): DebugProtocol.Breakpoint[] {
  const lines = linesOf(entry);
  return entry.ids.map((id, index) => ({
    id,
    verified: false,
    message,
    line: lines[index] ?? 1,
    source: entry.args.source as DebugProtocol.Source,
  }));
}
