/**
 * Sends what changed, in batches, when the program has a moment.
 *
 * Nothing is scheduled while nothing changes. After the first change the batch waits a little, so that many changes of
 * one task cost one record; it waits longer when encoding took long, so that watching takes no more than a twentieth
 * of the program's time. A large batch goes out in slices, between which the program runs.
 */
import { type ChangesMessage, packRecords, SEND_BINDING, type TaskInfo } from "../../protocol/index.js";
import type { AgentSource } from "./source.js";

/** From the first change to the batch that contains it, milliseconds, when the program is small. */
const FLUSH_DELAY_MS = 50;

/** Time between two batches, in multiples of the time that the last one took: 1/20 is the share that watching may take. */
const DELAY_PER_COST = 20;

/** Longest delay, milliseconds: a debugger that is later than this is no use. */
const MAX_FLUSH_DELAY_MS = 2000;

/** Records in one slice, and the time that it may take, milliseconds. */
const SLICE_RECORDS = 500;
const SLICE_MS = 2;

/** Records in one message when all has to go out at once: what a reader takes in one go. */
const FLUSH_RECORDS = 5_000;

/** From so many tasks on columns are less text than records, by far. */
const PACKED_TASKS = 10;

/** @internal */
export class Outbox {
  readonly #sources: readonly AgentSource[];
  readonly #failed: (error: unknown) => void;
  readonly #readsColumns: () => boolean;
  #timer: NodeJS.Timeout | null = null;
  #slices: NodeJS.Immediate | null = null;
  #delayMs = FLUSH_DELAY_MS;
  #costMs = 0;
  /** A batch is being made: a command may interrupt that, and must not make another one. */
  #sending = false;
  /** The number of the last batch. */ seq = 0;

  /** @param readsColumns whether everybody who listens reads `taskColumns`. */
  constructor(
    sources: readonly AgentSource[],
    failed: (error: unknown) => void,
    readsColumns: () => boolean,
  ) {
    this.#sources = sources;
    this.#failed = failed;
    this.#readsColumns = readsColumns;
  }

  /** Something changed: a batch will follow. */
  schedule(): void {
    if (this.#timer !== null || this.#slices !== null) return;
    this.#timer = setTimeout(this.#start, this.#delayMs);
    this.#timer.unref();
  }

  /** Sends everything now. */
  flush(): void {
    this.cancel();
    // While another batch is being made there is no end to it: what is left then follows with the next one.
    while (!this.#sending && this.#sendSlice(FLUSH_RECORDS, Number.POSITIVE_INFINITY));
  }

  /**
   * Sends now as much as `sliceMs` milliseconds allow. Slices that are on their way are left to be.
   * @returns whether there is more: `resume` sends it.
   */
  flushSlice(sliceMs: number): boolean {
    return this.#sendSlice(SLICE_RECORDS, performance.now() + sliceMs);
  }

  /** Sends the rest in slices, without a delay. */
  resume(): void {
    if (this.#slices !== null) return;
    this.cancel();
    this.#start();
  }

  /** Sends one message, if there is a debugger to hear it. */
  send(message: object): boolean {
    const binding = (globalThis as unknown as Record<string, unknown>)[SEND_BINDING];
    if (typeof binding !== "function") return false;
    binding(JSON.stringify(message));
    return true;
  }

  /** Sends nothing of what was scheduled. */
  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#slices !== null) clearImmediate(this.#slices);
    this.#timer = null;
    this.#slices = null;
  }

  readonly #start = (): void => {
    this.#timer = null;
    this.#costMs = 0;
    this.#next();
  };

  readonly #next = (): void => {
    this.#slices = null;
    const startedMs = performance.now();
    let more = false;
    try {
      more = this.#sendSlice(SLICE_RECORDS, startedMs + SLICE_MS);
    } catch (error) {
      this.#failed(error);
    }
    this.#costMs += performance.now() - startedMs;
    if (more) {
      // It keeps the process alive for a moment: Node would not run an immediate that does not, while it is idle.
      this.#slices = setImmediate(this.#next);
      return;
    }
    this.#delayMs = Math.min(MAX_FLUSH_DELAY_MS, Math.max(FLUSH_DELAY_MS, this.#costMs * DELAY_PER_COST));
  };

  /** @returns whether there is more to send. */
  #sendSlice(maxRecords: number, untilMs: number): boolean {
    if (this.#sending) return true;
    this.#sending = true;
    try {
      return this.#sendChanges(maxRecords, untilMs);
    } finally {
      this.#sending = false;
    }
  }

  #sendChanges(maxRecords: number, untilMs: number): boolean {
    if (typeof (globalThis as unknown as Record<string, unknown>)[SEND_BINDING] !== "function") {
      for (const source of this.#sources) source.discard();
      return false;
    }
    let more = false;
    for (const source of this.#sources) {
      const { more: moreOfThis, ...changes } = source.collect({ maxRecords, untilMs });
      more ||= moreOfThis;
      if (isEmpty(changes)) continue;
      const message: ChangesMessage = { kind: "changes", seq: this.seq + 1, atMs: Date.now(), ...changes };
      this.send(this.#readsColumns() ? withColumns(message) : message);
      // Not before: a page of a snapshot that is asked for meanwhile does not contain it.
      this.seq++;
    }
    return more;
  }
}

/** The same message, or page of a snapshot, with its tasks as columns if there are many. */
export function withColumns<T extends { readonly tasks: readonly TaskInfo[] }>(message: T): T {
  if (message.tasks.length < PACKED_TASKS) return message;
  return { ...message, tasks: [], taskColumns: packRecords(message.tasks) };
}

function isEmpty(changes: Omit<ChangesMessage, "kind" | "seq" | "atMs">): boolean {
  return Object.values(changes).every((value) => (Array.isArray(value) ? value.length === 0 : value === 0));
}
