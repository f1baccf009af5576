/** Breakpoints by the name of a function, in every script of the user's that has one, as soon as it is loaded. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { type CdpConnection, CdpError } from "../cdp/connection.js";
import type { Location } from "../cdp/types.js";
import { type Client, type Counting, toClientColumn, toClientLine } from "../dap/client.js";
import { Sequence } from "../dap/sequence.js";
import type { ScriptSite } from "../sources/code-ownership.js";
import type { Place, Scripts } from "../sources/scripts.js";
import type { Breakpoint, Breakpoints } from "./breakpoints.js";
import { functionPlaces } from "./function-places.js";
import { parseHitCondition } from "./hit-condition.js";
import { holdAllModules } from "./source-map-hold.js";

export interface FunctionBreakpointRequest {
  readonly name: string;
  readonly condition?: string | undefined;
  readonly hitCondition?: string | undefined;
}

/** The program, as far as it matters here. */
export interface FunctionBreakpointProgram {
  readonly connection: CdpConnection;
  readonly scripts: Scripts;
  /** Whether functions of the script are meant: it is the user's, and no package that is installed. */
  isSearched(url: string): boolean;
  /** Whether a place in such a script, from 1, is the user's, as far as that is known yet. */
  isUsers(site: ScriptSite): boolean;
  sourceOf(scriptId: string): Promise<string>;
  /** Another debugger has the program too: it must not be held for our sake. */
  readonly shared: boolean;
}

interface Wanted {
  readonly breakpoint: Breakpoint;
  /** Where it was found, by V8's ids. */
  readonly found: Map<string, Found>;
}

interface Found {
  readonly site: ScriptSite;
  readonly place: Place;
}

/** Where the client is told that it is: in the first function of its name. */
const placeOf = ({ found }: Wanted): Place | undefined => found.values().next().value?.place;

export class FunctionBreakpoints {
  readonly #breakpoints: Breakpoints;
  readonly #client: Client;
  readonly #counting: Counting;
  /** Requests are carried out one after the other, and between two of them, what a new script means. */
  readonly #sequence = new Sequence();
  #wanted: readonly Wanted[] = [];
  #program: FunctionBreakpointProgram | undefined;
  /** V8's instrumentation that holds every script before it runs. */
  #instrumentation: string | undefined;

  constructor(breakpoints: Breakpoints, client: Client, counting: Counting) {
    this.#breakpoints = breakpoints;
    this.#client = client;
    this.#counting = counting;
  }

  /** Puts what the client has set into a program that has not begun to run, or runs on. */
  bind(program: FunctionBreakpointProgram): Promise<void> {
    return this.#sequence.run(() => this.#bind(program));
  }

  /** Replaces all of them. */
  set(requests: readonly FunctionBreakpointRequest[]): Promise<readonly DebugProtocol.Breakpoint[]> {
    return this.#sequence.run(() => this.#replace(requests));
  }

  /** A script is about to run, or a module to be compiled. To be awaited before that. */
  scriptLoaded(url: string, source: () => Promise<string>): Promise<void> {
    return this.#sequence.run(() => this.#putInto(url, source));
  }

  /** More is known of whose code is whose: what was found in other code than the user's is taken out. */
  ownershipChanged(): Promise<void> {
    return this.#sequence.run(async () => {
      for (const wanted of this.#wanted) {
        const before = placeOf(wanted);
        for (const [cdpId, { site }] of wanted.found) {
          if (this.#program?.isUsers(site) !== false) continue;
          wanted.found.delete(cdpId);
          await this.#breakpoints.drop(cdpId, wanted.breakpoint);
        }
        if (placeOf(wanted) !== before) this.#changed(wanted);
      }
    });
  }

  async #bind(program: FunctionBreakpointProgram): Promise<void> {
    this.#program = program;
    this.#instrumentation = undefined;
    await this.#hold();
    for (const wanted of this.#wanted) {
      // Of a program before this one.
      wanted.breakpoint.cdpIds.clear();
      wanted.found.clear();
      await this.#putInAll(wanted);
      if (wanted.found.size > 0 || wanted.breakpoint.problem !== undefined) this.#changed(wanted);
    }
  }

  async #replace(
    requests: readonly FunctionBreakpointRequest[],
  ): Promise<readonly DebugProtocol.Breakpoint[]> {
    for (const { breakpoint } of this.#wanted) await this.#breakpoints.release(breakpoint);
    this.#wanted = requests.map((request) => ({ breakpoint: this.#make(request), found: new Map() }));
    await this.#hold();
    for (const wanted of this.#wanted) await this.#putInAll(wanted);
    return this.#wanted.map((wanted) => this.#toDap(wanted));
  }

  async #putInto(url: string, source: () => Promise<string>): Promise<void> {
    if (this.#wanted.length === 0 || this.#program?.isSearched(url) !== true) return;
    const text = await source();
    for (const wanted of this.#wanted) {
      if (await this.#putIn(wanted, url, text)) this.#changed(wanted);
    }
  }

  #make({ name, condition, hitCondition }: FunctionBreakpointRequest): Breakpoint {
    const hits = hitCondition?.trim() ? parseHitCondition(hitCondition) : undefined;
    return {
      id: this.#breakpoints.nextId(),
      path: "",
      line: 0,
      column: undefined,
      functionName: name.trim(),
      condition: condition?.trim() || undefined,
      hitCondition: hits,
      logMessage: undefined,
      hits: 0,
      cdpIds: new Set(),
      actual: undefined,
      problem:
        hitCondition?.trim() && hits === undefined ? `'${hitCondition}' is not a hit condition.` : undefined,
    };
  }

  /** Scripts are held before they run for as long as there is something to look for in them. */
  async #hold(): Promise<void> {
    const program = this.#program;
    if (program === undefined) return;
    const { connection, shared } = program;
    const needed = this.#wanted.length > 0;
    if (needed === (this.#instrumentation !== undefined)) return;
    if (needed) {
      const { breakpointId } = await connection.send("Debugger.setInstrumentationBreakpoint", {
        instrumentation: "beforeScriptExecution",
      });
      this.#instrumentation = breakpointId;
    } else {
      await connection.send("Debugger.removeBreakpoint", { breakpointId: this.#instrumentation! });
      this.#instrumentation = undefined;
    }
    if (!shared) await holdAllModules(connection, needed).catch(() => {});
  }

  async #putInAll(wanted: Wanted): Promise<void> {
    const program = this.#program;
    if (program === undefined || wanted.breakpoint.problem !== undefined) return;
    for (const { id, url } of [...program.scripts.all()]) {
      if (program.isSearched(url)) await this.#putIn(wanted, url, await program.sourceOf(id));
    }
  }

  /** @returns whether it has found its first function. */
  async #putIn(wanted: Wanted, url: string, text: string): Promise<boolean> {
    const { breakpoint, found } = wanted;
    const before = found.size;
    const { connection, scripts, isUsers } = this.#program!;
    for (const place of functionPlaces(text, breakpoint.functionName!)) {
      const site = { path: url, line: place.lineNumber + 1, column: place.columnNumber + 1 };
      if (!isUsers(site)) continue;
      const condition = breakpoint.condition === undefined ? {} : { condition: breakpoint.condition };
      try {
        const set = await connection.send("Debugger.setBreakpointByUrl", { url, ...place, ...condition });
        this.#breakpoints.adopt(set.breakpointId, breakpoint);
        const location: Location | undefined = set.locations[0];
        const at = location === undefined ? scripts.placeOf(site) : scripts.place(location);
        found.set(set.breakpointId, { site, place: at });
      } catch (failure) {
        // The same script loaded again.
        if (!(failure instanceof CdpError)) throw failure;
      }
    }
    return before === 0 && found.size > 0;
  }

  #changed(wanted: Wanted): void {
    this.#client.send("breakpoint", { reason: "changed", breakpoint: this.#toDap(wanted) });
  }

  #toDap(wanted: Wanted): DebugProtocol.Breakpoint {
    const { id, functionName, problem } = wanted.breakpoint;
    const place = placeOf(wanted);
    if (problem !== undefined || place === undefined) {
      const message = problem ?? `No function '${functionName}' has been loaded yet.`;
      return { id, verified: false, message };
    }
    return {
      id,
      verified: true,
      source: place.source,
      line: toClientLine(this.#counting, place.line),
      column: toClientColumn(this.#counting, place.column),
    };
  }
}
