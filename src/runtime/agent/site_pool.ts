/** Sites and stacks of sites, each kept once: a hundred thousand tasks that one line creates share one stack. */
import type { Site } from "../../protocol/index.js";

/** Beyond this many different sites, or stacks, it starts over: a program that makes code forever must not fill it. */
const MAX_KEPT = 10_000;

/** Lines are below this, so that one number stands for a line and a column. */
const LINE_FACTOR = 2 ** 24;

interface KeptSite {
  readonly number: number;
  readonly site: Site;
}

let kept = new Map<string, Map<number, KeptSite>>();
let stacks = new Map<string, readonly Site[]>();
let count = 0;

function keptSite(path: string, line: number, column: number, name: string | null): KeptSite {
  let ofPath = kept.get(path);
  if (ofPath === undefined) {
    ofPath = new Map();
    kept.set(path, ofPath);
  }
  const place = column * LINE_FACTOR + line;
  const known = ofPath.get(place);
  // Code that was loaded anew from the same place may have another name there.
  if (known !== undefined && known.site.name === (name ?? undefined)) return known;
  const made = {
    number: ++count,
    site: name === null ? { path, line, column } : { path, line, column, name },
  };
  ofPath.set(place, made);
  return made;
}

/** Gathers the frames of one stack. */
export class StackBuilder {
  readonly #sites: Site[] = [];
  #key = "";

  add(path: string, line: number, column: number, name: string | null): void {
    const { number, site } = keptSite(path, line, column, name);
    this.#sites.push(site);
    this.#key += `${number},`;
  }

  /** The stack; the same array for the same frames. */
  build(): readonly Site[] {
    const known = stacks.get(this.#key);
    if (known !== undefined) return known;
    if (stacks.size >= MAX_KEPT || count >= MAX_KEPT) {
      // Together: a number of a site means something to the stacks of its time only.
      kept = new Map();
      stacks = new Map();
      count = 0;
      return this.#sites;
    }
    stacks.set(this.#key, this.#sites);
    return this.#sites;
  }
}
