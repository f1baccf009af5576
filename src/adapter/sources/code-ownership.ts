/** Whose code a script is: the user's, or machinery that the debugger goes past. */
import path from "node:path";
import type { RuntimeRange } from "../../protocol/index.js";
import type { CallFrame, Location } from "../cdp/types.js";
import { CONSOLE_URL, HOLD_URL, INTERNAL_URL, NUDGE_URL } from "./debugger-scripts.js";
import { INSTALLED_FOLDER } from "./installation.js";
import { type Bundle, extentOfRuntime, isRuntimeSource } from "./runtime-sources.js";
import type { Place, Scripts } from "./scripts.js";
import { urlOf } from "./sourcemaps.js";

/** A place in a script, from 1. */
export interface ScriptSite {
  /** File path, or URL. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

const REGEXP_SPECIALS = /[.*+?^${}()|[\]\\/]/g;
const literally = (text: string): string => text.replace(REGEXP_SPECIALS, "\\$&");

/** What a launched program preloads: bundles beside this one. */
const PRELOADED = new RegExp(
  `${literally(path.basename(INSTALLED_FOLDER))}/(?:preload|typescript-hooks)\\.cjs$`,
);

const OWN = new Set([CONSOLE_URL, HOLD_URL, INTERNAL_URL, NUDGE_URL]);

/** A glob of `skipFiles` as the text of a regular expression over script URLs. */
export function globToPattern(glob: string): string {
  const text = glob.replace(/^<node_internals>\/?/, "node:").replaceAll("\\", "/");
  const body = text
    .split(/(\*\*\/?|\*|\?)/)
    .map((part) => {
      if (part.startsWith("**")) return ".*";
      if (part === "*") return "[^/]*";
      return part === "?" ? "[^/]" : literally(part);
    })
    .join("");
  const anchored = text.startsWith("node:")
    ? `^${body}`
    : text.startsWith("**")
      ? body
      : `(?:^|/)${body.replace(/^\\\//, "")}`;
  return `${anchored}$`;
}

/** One glob of `skipFiles`. Of those that a script fits the last one counts. */
interface FileRule {
  readonly pattern: string;
  readonly test: RegExp;
  /** It begins with `!`: such scripts are not stepped over, the runtime's and Node's own included. */
  readonly isAskedFor: boolean;
}

function fileRule(glob: string): FileRule {
  const isAskedFor = glob.startsWith("!");
  const pattern = globToPattern(isAskedFor ? glob.slice(1) : glob);
  return { pattern, test: new RegExp(pattern), isAskedFor };
}

/** What fits a pattern and none of the exceptions, as one regular expression. */
function unlessAskedFor(pattern: string, exceptions: readonly FileRule[]): string {
  if (exceptions.length === 0) return pattern;
  const others = exceptions.map((rule) => rule.pattern).join("|");
  return `^(?!.*?(?:${others}))(?=.*?(?:${pattern}))`;
}

export class CodeOwnership {
  readonly #scripts: Scripts;
  /** In their order, and the other way round. */
  readonly #rules: readonly FileRule[];
  readonly #lastFirst: readonly FileRule[];
  #runtime = new Set<string>();
  /** Scripts that have code of the runtime and of the user, by their addresses. */
  #bundles = new Map<string, Bundle>();
  #trap: string | undefined;

  constructor(scripts: Scripts, skipFiles: readonly string[]) {
    this.#scripts = scripts;
    this.#rules = skipFiles.map(fileRule);
    this.#lastFirst = [...this.#rules].reverse();
  }

  /**
   * The scripts of the runtime, and the one with the step trap, as the agent names them.
   * @param ranges of the runtime in scripts that have other code, too
   */
  setRuntime(
    scripts: readonly string[],
    trap: string | undefined,
    ranges: readonly RuntimeRange[] = [],
  ): void {
    this.#runtime = new Set();
    this.#bundles = new Map();
    for (const name of scripts) {
      const url = urlOf(name);
      const script = this.#scripts.at(url);
      const range = ranges.find((each) => each.script === name);
      const extent = script === undefined ? "all" : extentOfRuntime(script, range);
      if (extent === "all") this.#runtime.add(url);
      else if (extent !== undefined) this.#bundles.set(url, extent);
    }
    this.#trap = trap;
  }

  /**
   * Patterns for `Debugger.setBlackboxPatterns`: V8 steps over what they match. The trap must not match.
   * @param runtime whether to cover the runtime; V8 does not report an error that begins in covered code.
   */
  blackboxPatterns(runtime: boolean): readonly string[] {
    const own = runtime ? [...this.#runtime].filter((url) => url !== this.#trap) : [];
    const askedFor = (from: number) => this.#rules.slice(from).filter((rule) => rule.isAskedFor);
    const machinery = ["^node:", ...own.map((url) => `^${literally(url)}$`)];
    return [
      PRELOADED.source,
      ...machinery.map((pattern) => unlessAskedFor(pattern, askedFor(0))),
      ...this.#rules.flatMap(({ pattern, isAskedFor }, index) =>
        isAskedFor ? [] : [unlessAskedFor(pattern, askedFor(index))],
      ),
    ];
  }

  /** As `blackboxPatterns`, for scripts of which parts are the runtime's: arguments of `Debugger.setBlackboxedRanges`. */
  blackboxedRanges(runtime: boolean) {
    return [...this.#bundles].map(([url, bundle]) => ({
      scriptId: bundle.scriptId,
      positions: runtime && this.#ruleFor(url)?.isAskedFor !== true ? bundle.changes() : [],
    }));
  }

  isTrap(frame: CallFrame): boolean {
    return this.#trap !== undefined && this.urlOf(frame) === this.#trap;
  }

  /** Code of the user, not of Node, the runtime or the debugger. */
  isUser(frame: CallFrame): boolean {
    const url = this.urlOf(frame);
    if (this.#isMachinery(url) || this.#isBundledMachinery(url, frame.location)) return false;
    return this.#ruleFor(url)?.isAskedFor !== false;
  }

  /** What a place of a loaded script is in the user's sources. */
  placeOf(site: ScriptSite): Place {
    return this.#scripts.placeOf(site);
  }

  /** The line of the source where a frame stands, as a text of its own. */
  lineOf({ location }: CallFrame): string {
    const { source, line } = this.#scripts.place(location);
    return `${source.path ?? source.name ?? location.scriptId}:${line}`;
  }

  /** Code of the runtime. */
  isRuntime(frame: CallFrame): boolean {
    const url = this.urlOf(frame);
    return this.#runtime.has(url) || this.#isBundledRuntime(url, frame.location);
  }

  /** Code of Node, the runtime or the debugger that was not asked for. */
  isMachinery(location: Location): boolean {
    const url = this.#scripts.get(location.scriptId)?.url ?? INTERNAL_URL;
    return this.#isMachinery(url) || this.#isBundledMachinery(url, location);
  }

  /** What was typed into the console. */
  isConsole({ scriptId }: Location): boolean {
    return this.#scripts.get(scriptId)?.url === CONSOLE_URL;
  }

  /** Machinery, or what the user wants to be stepped over, by its address. */
  isSkipped(url: string): boolean {
    return this.#isMachinery(url) || this.#ruleFor(url)?.isAskedFor === false;
  }

  /** As `isMachinery`, of a place in a script that is named by its path or address, from 1. */
  isMachinerySite(site: ScriptSite): boolean {
    return this.#isMachinery(urlOf(site.path)) || this.isBundledRuntime(site);
  }

  /** Whether a place in a script of the user's is the user's, also before the runtime has said where it is. */
  isUsers(site: ScriptSite): boolean {
    const { path: source } = this.#scripts.placeOf(site).source;
    return !this.isMachinerySite(site) && !(source !== undefined && isRuntimeSource(source));
  }

  /** Code of the runtime in a script that has code of the user, too. */
  isBundledRuntime({ path: script, line, column }: ScriptSite): boolean {
    if (this.#bundles.size === 0) return false;
    return this.#isBundledRuntime(urlOf(script), {
      scriptId: "",
      lineNumber: line - 1,
      columnNumber: column - 1,
    });
  }

  #isBundledRuntime(url: string, { lineNumber, columnNumber = 0 }: Location): boolean {
    const place = { line: lineNumber + 1, column: columnNumber + 1 };
    return this.#bundles.get(url)?.isRuntime(place) === true;
  }

  #isBundledMachinery(url: string, location: Location): boolean {
    return this.#isBundledRuntime(url, location) && this.#ruleFor(url)?.isAskedFor !== true;
  }

  #isMachinery(url: string): boolean {
    if (url === this.#trap || OWN.has(url) || PRELOADED.test(url)) return true;
    const isOthers = url.startsWith("node:") || this.#runtime.has(url);
    return isOthers && this.#ruleFor(url)?.isAskedFor !== true;
  }

  /** What `skipFiles` says of a script, if anything. */
  #ruleFor(url: string): FileRule | undefined {
    return this.#lastFirst.find(({ test }) => test.test(url));
  }

  /** The address of a frame's script. V8 leaves `CallFrame.url` empty; scripts that are not kept are our own. */
  urlOf(frame: CallFrame): string {
    return this.#scripts.get(frame.location.scriptId)?.url ?? INTERNAL_URL;
  }
}
