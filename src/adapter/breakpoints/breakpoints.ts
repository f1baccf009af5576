/** Source breakpoints: set before their scripts exist, moved through source maps, and counted. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { type CdpConnection, CdpError } from "../cdp/connection.js";
import type { Location } from "../cdp/types.js";
import {
  type Client,
  type Counting,
  fromClientColumn,
  fromClientLine,
  toClientColumn,
  toClientLine,
} from "../dap/client.js";
import { Sequence } from "../dap/sequence.js";
import type { Script, Scripts } from "../sources/scripts.js";
import type { SourceNames } from "../sources/source-names.js";
import type { Position } from "../sources/sourcemaps.js";
import { type HitCondition, parseHitCondition } from "./hit-condition.js";
import { possiblePlaces, type SourceRange } from "./possible-places.js";

/** One breakpoint as a client asks for it, in the client's counting. */
export interface BreakpointRequest {
  readonly line: number;
  readonly column?: number;
  readonly condition?: string;
  readonly hitCondition?: string;
  readonly logMessage?: string;
}

export interface Breakpoint {
  readonly id: number;
  /** Real path of the source. */
  readonly path: string;
  /** 1-based, as asked for. */
  readonly line: number;
  readonly column: number | undefined;
  /** Of a breakpoint on a function, which has no place of its own. */
  readonly functionName?: string;
  readonly condition: string | undefined;
  readonly hitCondition: HitCondition | undefined;
  readonly logMessage: string | undefined;
  hits: number;
  /** V8's ids; one per script that the source went into. */
  readonly cdpIds: Set<string>;
  /** Where V8 put it, 1-based; undefined as long as no script has it. */
  actual: { readonly line: number; readonly column: number } | undefined;
  /** Why it can never be hit. */
  problem: string | undefined;
}

/** A script that is about to run, with its source map. */
export type MappedScript = Pick<Script, "url" | "path" | "map">;

export class Breakpoints {
  readonly #names: SourceNames;
  readonly #client: Client;
  readonly #counting: Counting;
  readonly #byPath = new Map<string, readonly Breakpoint[]>();
  readonly #byCdpId = new Map<string, Breakpoint>();
  /** Undefined until there is a program. */
  #program: { readonly connection: CdpConnection; readonly scripts: Scripts } | undefined;
  #lastId = 0;
  /** Requests are carried out one after the other. */
  readonly #sequence = new Sequence();

  constructor(names: SourceNames, client: Client, counting: Counting) {
    this.#names = names;
    this.#client = client;
    this.#counting = counting;
  }

  /**
   * Puts the breakpoints that the client has set so far into a program, which has not begun to run. After a restart it
   * is another program than before: nothing is where it was, and no hit is counted yet.
   */
  bind(connection: CdpConnection, scripts: Scripts): Promise<void> {
    return this.#sequence.run(async () => {
      this.#program = { connection, scripts };
      this.#byCdpId.clear();
      for (const breakpoint of [...this.#byPath.values()].flat()) {
        breakpoint.cdpIds.clear();
        breakpoint.hits = 0;
        if (breakpoint.actual === undefined) continue;
        breakpoint.actual = undefined;
        this.#changed(breakpoint);
      }
      connection.on("Debugger.breakpointResolved", ({ breakpointId, location }) => {
        const breakpoint = this.#byCdpId.get(breakpointId);
        if (breakpoint === undefined || breakpoint.functionName !== undefined) return;
        if (this.#resolved(breakpoint, location)) this.#changed(breakpoint);
      });
      for (const breakpoint of [...this.#byPath.values()].flat()) {
        await this.#putIn(breakpoint);
        if (breakpoint.problem !== undefined || breakpoint.actual !== undefined) this.#changed(breakpoint);
      }
    });
  }

  /** The breakpoints behind V8's ids. */
  find(cdpIds: readonly string[]): readonly Breakpoint[] {
    return cdpIds.map((id) => this.#byCdpId.get(id)).filter((breakpoint) => breakpoint !== undefined);
  }

  /** A number for a breakpoint. */
  nextId(): number {
    return ++this.#lastId;
  }

  /** Has `find` know one of V8's breakpoints, which was set elsewhere. */
  adopt(cdpId: string, breakpoint: Breakpoint): void {
    breakpoint.cdpIds.add(cdpId);
    this.#byCdpId.set(cdpId, breakpoint);
  }

  /** Takes one of V8's breakpoints out of the program, which `adopt` has made known. */
  async drop(cdpId: string, breakpoint: Breakpoint): Promise<void> {
    // Until it is out the program may stop at it, and that is then nobody else's stop.
    await this.#program?.connection.send("Debugger.removeBreakpoint", { breakpointId: cdpId });
    breakpoint.cdpIds.delete(cdpId);
    this.#byCdpId.delete(cdpId);
  }

  /** Takes a breakpoint out of the program. */
  release(breakpoint: Breakpoint): Promise<void> {
    return this.#clear(breakpoint);
  }

  /** Replaces the breakpoints of one source. */
  set(source: string, requests: readonly BreakpointRequest[]): Promise<readonly DebugProtocol.Breakpoint[]> {
    return this.#sequence.run(() => this.#replace(source, requests));
  }

  /**
   * Moves breakpoints into a script whose source map names their source. To be called, and awaited, before the script
   * runs its first line.
   */
  async scriptWithMap(script: MappedScript): Promise<void> {
    await this.#sequence.idle();
    for (const source of script.map?.sources ?? []) {
      for (const breakpoint of this.#byPath.get(source) ?? []) {
        // Set by the source's own address, it would sit at the wrong line of the generated text.
        if (source === script.path) await this.#clear(breakpoint);
        if (await this.#setMapped(breakpoint, script)) this.#changed(breakpoint);
      }
    }
  }

  /** Where V8 can stop in these lines of a source, in its lines and columns; nowhere before it is loaded. */
  async possible(range: SourceRange): Promise<readonly Position[]> {
    const program = this.#program;
    if (program === undefined) return [];
    const { connection, scripts } = program;
    return possiblePlaces(connection, scripts, { ...range, source: this.#names.resolve(range.source) });
  }

  async #replace(
    source: string,
    requests: readonly BreakpointRequest[],
  ): Promise<readonly DebugProtocol.Breakpoint[]> {
    const file = this.#names.resolve(source);
    for (const old of this.#byPath.get(file) ?? []) await this.#clear(old);
    const breakpoints: Breakpoint[] = [];
    this.#byPath.set(file, breakpoints);
    for (const request of requests) {
      const breakpoint = this.#make(file, request);
      breakpoints.push(breakpoint);
      await this.#putIn(breakpoint);
    }
    return breakpoints.map((breakpoint) => this.#toDap(breakpoint));
  }

  #make(file: string, request: BreakpointRequest): Breakpoint {
    const hitCondition = request.hitCondition?.trim() ? parseHitCondition(request.hitCondition) : undefined;
    return {
      id: this.nextId(),
      path: file,
      line: fromClientLine(this.#counting, request.line),
      column: request.column === undefined ? undefined : fromClientColumn(this.#counting, request.column),
      condition: request.condition?.trim() || undefined,
      hitCondition,
      logMessage: request.logMessage || undefined,
      hits: 0,
      cdpIds: new Set(),
      actual: undefined,
      problem:
        request.hitCondition?.trim() && hitCondition === undefined
          ? `'${request.hitCondition}' is not a hit condition: use a number, or one after >, >=, =, <, <= or %.`
          : undefined,
    };
  }

  async #putIn(breakpoint: Breakpoint): Promise<void> {
    const program = this.#program;
    if (program === undefined) return;
    breakpoint.problem ??= await this.#checkSyntax(breakpoint, program.connection);
    if (breakpoint.problem !== undefined) return;
    let mapped = false;
    for (const script of program.scripts.all()) {
      if (script.sourceMapUrl === undefined || !script.map?.sources.includes(breakpoint.path)) continue;
      await this.#setMapped(breakpoint, script);
      mapped = true;
    }
    if (!mapped) await this.#setAt(breakpoint, pathToFileURL(breakpoint.path).href, wanted(breakpoint));
  }

  /** V8 takes a broken condition without a word, and never stops. */
  async #checkSyntax({ condition }: Breakpoint, connection: CdpConnection): Promise<string | undefined> {
    if (condition === undefined) return undefined;
    const { exceptionDetails } = await connection.send("Runtime.compileScript", {
      expression: `(function () { return (${condition}\n); })`,
      sourceURL: "",
      persistScript: false,
    });
    const message = exceptionDetails?.exception?.description?.split("\n")[0] ?? exceptionDetails?.text;
    return message === undefined ? undefined : `The condition is not an expression: ${message}`;
  }

  async #setMapped(breakpoint: Breakpoint, script: MappedScript): Promise<boolean> {
    const generated = script.map?.generated(breakpoint.path, wanted(breakpoint));
    return generated === undefined ? false : this.#setAt(breakpoint, script.url, generated);
  }

  /** @returns whether it is in a script now that it was not in before. */
  async #setAt(breakpoint: Breakpoint, url: string, at: { line: number; column?: number }): Promise<boolean> {
    if (this.#program === undefined) return false;
    try {
      const { breakpointId, locations } = await this.#program.connection.send("Debugger.setBreakpointByUrl", {
        url,
        lineNumber: at.line - 1,
        ...(at.column === undefined ? {} : { columnNumber: at.column - 1 }),
        ...(breakpoint.condition === undefined ? {} : { condition: breakpoint.condition }),
      });
      breakpoint.cdpIds.add(breakpointId);
      this.#byCdpId.set(breakpointId, breakpoint);
      let moved = false;
      for (const location of locations) moved = this.#resolved(breakpoint, location) || moved;
      return moved;
    } catch (failure) {
      if (!(failure instanceof CdpError)) throw failure;
      // The same script loaded again, or a second breakpoint that moved to the same place.
      if (breakpoint.cdpIds.size === 0) {
        breakpoint.problem = failure.message.includes("already exists")
          ? "There is another breakpoint at the same place."
          : `V8 refuses a breakpoint here: ${failure.message}`;
      }
      return false;
    }
  }

  async #clear(breakpoint: Breakpoint): Promise<void> {
    for (const cdpId of [...breakpoint.cdpIds]) await this.drop(cdpId, breakpoint);
    breakpoint.actual = undefined;
  }

  #resolved(breakpoint: Breakpoint, location: Location): boolean {
    const { scripts } = this.#program!;
    const place = scripts.place(location);
    // Set by address in a script that turns out to have a map: `scriptWithMap` is about to move it.
    const isHere =
      place.source.path !== undefined && this.#names.resolve(place.source.path) === breakpoint.path;
    if (!isHere && scripts.get(location.scriptId)?.map !== undefined) return false;
    const before = breakpoint.actual;
    if (before?.line === place.line && before.column === place.column) return false;
    breakpoint.actual = { line: place.line, column: place.column };
    return true;
  }

  #changed(breakpoint: Breakpoint): void {
    this.#client.send("breakpoint", { reason: "changed", breakpoint: this.#toDap(breakpoint) });
  }

  #toDap({ id, path: file, line, column, actual, problem }: Breakpoint): DebugProtocol.Breakpoint {
    const shown = actual ?? { line, column };
    return {
      id,
      verified: actual !== undefined,
      source: this.#names.source(file),
      line: toClientLine(this.#counting, shown.line),
      ...(shown.column === undefined ? {} : { column: toClientColumn(this.#counting, shown.column) }),
      ...(actual !== undefined
        ? {}
        : { message: problem ?? `${path.basename(file)} has not been loaded yet.` }),
    };
  }
}

const wanted = ({ line, column }: Breakpoint): { line: number; column?: number } =>
  column === undefined ? { line } : { line, column };
