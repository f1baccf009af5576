/**
 * The program's steps as a client asks for them: fetched page by page from the agent, which records while somebody asks,
 * and kept here in a bounded number.
 */
import type { TimelineResponse, TimelineSpan, TimelineStep } from "../../protocol/index.js";
import type { Agent } from "../agent/agent.js";
import type { TaskTable } from "./task-table.js";
import { type SpanRange, spansOf } from "./timeline-spans.js";

/** Steps that are kept, some forty megabytes; the oldest go first, and are counted. */
const KEPT_STEPS = 200_000;
/** When that many more are there: taking off one by one would move all the others each time. */
const KEPT_SLACK_STEPS = 20_000;

/** Steps of one page: the program waits while one is made. */
const PAGE_STEPS = 1_000;
/** Pages of one request: a program that does nothing but switch tasks makes steps faster than they can be fetched. */
const MAX_PAGES = 100;

export class Timeline {
  readonly #agent: Agent;
  readonly #table: TaskTable;
  #steps: TimelineStep[] = [];
  #running: readonly TimelineStep[] = [];
  #cursor = 0;
  #recordedSinceMs: number | undefined;
  #dropped = 0;
  #fetching: Promise<number> | undefined;

  constructor(agent: Agent, table: TaskTable) {
    this.#agent = agent;
    this.#table = table;
  }

  /**
   * The spans of a stretch of time. The first request starts the recording.
   * @throws UserError when there is no agent, or the program does not answer.
   */
  async ask(range: SpanRange): Promise<TimelineResponse> {
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    const atMs = await this.#fetching;
    const { spans, truncated } = spansOf([...this.#steps, ...this.#running], this.#table, range);
    return {
      spans: spans as TimelineSpan[],
      ...(this.#recordedSinceMs === undefined ? {} : { recordedSinceMs: this.#recordedSinceMs }),
      atMs,
      dropped: this.#dropped,
      truncated,
    };
  }

  /** @returns the program's time of the last page. */
  async #fetch(): Promise<number> {
    let atMs = Date.now();
    for (let pages = 0; pages < MAX_PAGES; pages++) {
      const page = await this.#agent.command("timeline", { after: this.#cursor, limit: PAGE_STEPS });
      atMs = page.atMs;
      if (page.recordedSinceMs !== this.#recordedSinceMs) {
        const begun = this.#recordedSinceMs === undefined;
        this.#restart(page.recordedSinceMs);
        // Its cursors are another recording's: from the beginning again.
        if (!begun) continue;
      }
      this.#cursor = page.cursor;
      this.#dropped += page.dropped;
      this.#steps.push(...page.steps.filter(({ endMs }) => endMs !== undefined));
      this.#running = page.steps.filter(({ endMs }) => endMs === undefined);
      if (!page.more) break;
    }
    if (this.#steps.length > KEPT_STEPS + KEPT_SLACK_STEPS) {
      this.#dropped += this.#steps.length - KEPT_STEPS;
      this.#steps = this.#steps.slice(-KEPT_STEPS);
    }
    return atMs;
  }

  #restart(sinceMs: number): void {
    this.#recordedSinceMs = sinceMs;
    this.#steps = [];
    this.#running = [];
    this.#cursor = 0;
    this.#dropped = 0;
  }
}
