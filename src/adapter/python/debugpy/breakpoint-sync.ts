/** The client's breakpoints in debugpy, under the client's numbers, and temporary ones beside them. */
import path from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Client, Counting } from "../../dap/client.js";
import { toClientLine } from "../../dap/client.js";
import type { AgentChannel } from "../agent-channel.js";
import type { BreakpointBook, SourceBreakpoints } from "../breakpoints.js";
import type { DapPeer } from "./peer.js";

/** Lines (counting from 1) at which one task is to be stopped, by file. */
export type TemporaryLines = ReadonlyMap<string, ReadonlySet<number>>;

/** What temporary lines are for: a step, a step to the next await, tasks to stop in. */
export type Layer = "step" | "await" | "break";

const NO_LINES: TemporaryLines = new Map();

export class BreakpointSync {
  readonly #peer: DapPeer;
  readonly #book: BreakpointBook;
  readonly #client: Client;
  readonly #counting: Counting;
  readonly #ours = new Map<number, number>();
  readonly #agent: AgentChannel;
  readonly #layers = new Map<Layer, { readonly lines: TemporaryLines; readonly condition: string }>();

  constructor(peer: DapPeer, book: BreakpointBook, agent: AgentChannel, client: Client, counting: Counting) {
    this.#peer = peer;
    this.#book = book;
    this.#agent = agent;
    this.#client = client;
    this.#counting = counting;
  }

  /** Sets the breakpoints of one source; the answer for the client. */
  async set(entry: SourceBreakpoints): Promise<DebugProtocol.Breakpoint[]> {
    const breakpoints = await this.#apply(entry.path, entry);
    if (breakpoints.length > 0) await this.#arm([entry.path]);
    return breakpoints
      .slice(0, entry.ids.length)
      .map((breakpoint, index) => this.#translate(breakpoint, entry.ids[index]));
  }

  /** Sets all that the client has set so far, and tells it what became of them. */
  async setAll(): Promise<void> {
    for (const entry of this.#book.all()) {
      for (const breakpoint of await this.set(entry)) {
        this.#client.send("breakpoint", { reason: "changed", breakpoint });
      }
    }
  }

  /** A `breakpoint` event's body under the client's number. */
  translate(breakpoint: DebugProtocol.Breakpoint): DebugProtocol.Breakpoint {
    return this.#translate(breakpoint, undefined);
  }

  hits(ids: readonly number[] | undefined): number[] | undefined {
    return ids?.map((id) => this.#ours.get(id)).filter((id) => id !== undefined);
  }

  /**
   * Stops at these lines too, where the condition holds, in place of those of the same layer so far. A line that has one
   * of the client's breakpoints stops there by either.
   */
  async setLayer(name: Layer, lines: TemporaryLines, condition: string): Promise<void> {
    const before = this.#layers.get(name)?.lines ?? NO_LINES;
    if (lines.size === 0) this.#layers.delete(name);
    else this.#layers.set(name, { lines, condition });
    for (const file of new Set([...before.keys(), ...lines.keys()])) {
      await this.#apply(file, this.#book.findSource(file));
    }
    if (lines.size > 0) await this.#arm([...lines.keys()]);
  }

  removeLayer(name: Layer): Promise<void> {
    return this.setLayer(name, NO_LINES, "");
  }

  /** Has debugpy know of a file what the client has set, and every layer. */
  async #apply(file: string, entry: SourceBreakpoints | undefined): Promise<DebugProtocol.Breakpoint[]> {
    const conditions = new Map<number, string[]>();
    for (const { lines, condition } of this.#layers.values()) {
      for (const line of lines.get(file) ?? []) {
        const at = toClientLine(this.#counting, line);
        conditions.set(at, [...(conditions.get(at) ?? []), condition]);
      }
    }
    const own = ((entry?.args.breakpoints ?? []) as DebugProtocol.SourceBreakpoint[]).map((breakpoint) => {
      const ours = conditions.get(breakpoint.line);
      conditions.delete(breakpoint.line);
      if (ours === undefined || !breakpoint.condition) return breakpoint;
      return { ...breakpoint, condition: `${ours.join(" or ")} or (${breakpoint.condition})` };
    });
    const added = [...conditions].map(([line, ours]) => ({ line, condition: ours.join(" or ") }));
    const { breakpoints } = (await this.#peer.request("setBreakpoints", {
      source: entry?.args.source ?? { name: path.basename(file), path: file },
      breakpoints: [...own, ...added],
    })) as { breakpoints: DebugProtocol.Breakpoint[] };
    return breakpoints;
  }

  /** Whether a breakpoint of a file counts how often it is reached. */
  countsHits(file: string): boolean {
    const own = (this.#book.findSource(file)?.args.breakpoints ?? []) as DebugProtocol.SourceBreakpoint[];
    return own.some(({ hitCondition }) => hitCondition !== undefined && hitCondition !== "");
  }

  /** Coroutines that are suspended already stop there too. Without an agent there are none. */
  async #arm(paths: readonly string[]): Promise<void> {
    await this.#agent.ask("armLines", { paths }).catch(() => {});
  }

  #translate(breakpoint: DebugProtocol.Breakpoint, given: number | undefined): DebugProtocol.Breakpoint {
    const id = given ?? (breakpoint.id === undefined ? undefined : this.#ours.get(breakpoint.id));
    if (given !== undefined && breakpoint.id !== undefined) this.#ours.set(breakpoint.id, given);
    return { ...breakpoint, ...(id === undefined ? {} : { id }) };
  }
}
