/** The client's breakpoints in debugpy, under the client's numbers, and temporary ones beside them. */
import path from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Client, Counting } from "../../client.js";
import { toClientLine } from "../../client.js";
import type { AgentChannel } from "../agent-channel.js";
import type { BreakpointBook, SourceBreakpoints } from "../breakpoints.js";
import type { DapPeer } from "./peer.js";

/** Lines (counting from 1) at which one task is to be stopped, by file. */
export type TemporaryLines = ReadonlyMap<string, ReadonlySet<number>>;

export class BreakpointSync {
  readonly #peer: DapPeer;
  readonly #book: BreakpointBook;
  readonly #client: Client;
  readonly #counting: Counting;
  readonly #ours = new Map<number, number>();
  readonly #agent: AgentChannel;
  #temporary: readonly string[] = [];

  constructor(peer: DapPeer, book: BreakpointBook, agent: AgentChannel, client: Client, counting: Counting) {
    this.#peer = peer;
    this.#book = book;
    this.#agent = agent;
    this.#client = client;
    this.#counting = counting;
  }

  /** Sets the breakpoints of one source; the answer for the client. */
  async set(entry: SourceBreakpoints): Promise<DebugProtocol.Breakpoint[]> {
    const { breakpoints } = (await this.#peer.request("setBreakpoints", entry.args)) as {
      breakpoints: DebugProtocol.Breakpoint[];
    };
    if (breakpoints.length > 0) await this.#arm([entry.path]);
    return breakpoints.map((breakpoint, index) => this.#translate(breakpoint, entry.ids[index]));
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
   * Stops at these lines too, where the condition holds. A line that has one of the client's breakpoints stops there by
   * either.
   */
  async addTemporary(lines: TemporaryLines, condition: string): Promise<void> {
    this.#temporary = [...lines.keys()];
    for (const [file, numbers] of lines) {
      const entry = this.#entryOf(file);
      const own = (entry?.args.breakpoints ?? []) as DebugProtocol.SourceBreakpoint[];
      const wanted = [...numbers].map((line) => toClientLine(this.#counting, line));
      const kept = own.map((breakpoint) =>
        wanted.includes(breakpoint.line) && breakpoint.condition
          ? { ...breakpoint, condition: `(${condition}) or (${breakpoint.condition})` }
          : breakpoint,
      );
      const taken = new Set(own.map(({ line }) => line));
      const added = wanted.filter((line) => !taken.has(line)).map((line) => ({ line, condition }));
      await this.#peer.request("setBreakpoints", {
        source: entry?.args.source ?? { name: path.basename(file), path: file },
        breakpoints: [...kept, ...added],
      });
    }
    if (lines.size > 0) await this.#arm(this.#temporary);
  }

  /** Whether a breakpoint of a file counts how often it is reached. */
  countsHits(file: string): boolean {
    const own = (this.#entryOf(file)?.args.breakpoints ?? []) as DebugProtocol.SourceBreakpoint[];
    return own.some(({ hitCondition }) => hitCondition !== undefined && hitCondition !== "");
  }

  /** Coroutines that are suspended already stop there too. Without an agent there are none. */
  async #arm(paths: readonly string[]): Promise<void> {
    await this.#agent.ask("armLines", { paths }).catch(() => {});
  }

  /** Leaves the client's own alone. */
  async removeTemporary(): Promise<void> {
    const files = this.#temporary;
    this.#temporary = [];
    for (const file of files) {
      const entry = this.#entryOf(file);
      if (entry !== undefined) await this.set(entry);
      else await this.#peer.request("setBreakpoints", { source: { path: file }, breakpoints: [] });
    }
  }

  #entryOf(file: string): SourceBreakpoints | undefined {
    return this.#book.findSource(file);
  }

  #translate(breakpoint: DebugProtocol.Breakpoint, given: number | undefined): DebugProtocol.Breakpoint {
    const id = given ?? (breakpoint.id === undefined ? undefined : this.#ours.get(breakpoint.id));
    if (given !== undefined && breakpoint.id !== undefined) this.#ours.set(breakpoint.id, given);
    return { ...breakpoint, ...(id === undefined ? {} : { id }) };
  }
}
