/** The findings as of now: kept up to date as the table changes, and taken afresh when asked. */
import type { DapSite, Finding } from "../protocol/index.js";
import type { Agent } from "./agent.js";
import type { BlockedLoop } from "./blocked-loop.js";
import { diagnose } from "./diagnosis.js";
import type { Tasks } from "./tasks.js";

/** After a change, the table is left to settle for this long; a program that changes all the time is looked at as often. */
const SETTLE_MS = 200;
/** Time between two looks, in multiples of what one takes: 1/20 is the share that looking may take. */
const SETTLE_PER_COST = 20;
const MAX_SETTLE_MS = 5_000;
/** Tasks of one finding whose suspended lines are looked up. */
const SITES_LIMIT_TASKS = 20;
const CURRENT_TIMEOUT_MS = 500;

/** Where in the program a finding is to be seen. */
export interface FindingSites {
  /** The stack of the code that does not return to the loop. */
  blocking(): Promise<readonly DapSite[]>;
  /** Suspended lines in the order of the tasks; fewer when one is missing, for it would shift all that follow. */
  suspended(taskIds: readonly number[]): Promise<readonly DapSite[]>;
}

export interface FindingsParts {
  readonly agent: Agent;
  readonly tasks: Tasks;
  readonly sites: FindingSites;
  readonly blocked: BlockedLoop;
  /** Whether the user sees the program stopped. */
  readonly stopped: () => boolean;
}

export class Findings {
  readonly #parts: FindingsParts;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<readonly Finding[]> | undefined;
  #published = "[]";
  #settleMs = SETTLE_MS;

  constructor(parts: FindingsParts) {
    this.#parts = parts;
  }

  /** Something changed: look again soon, or at once when that is known to matter. */
  touch(urgent = false): void {
    if (urgent) this.dispose();
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        this.#publish().catch(() => {});
      },
      urgent ? 0 : this.#settleMs,
    );
  }

  /** Looks now. */
  async take(): Promise<readonly Finding[]> {
    this.#working ??= this.#diagnose().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #publish(): Promise<void> {
    const startedMs = Date.now();
    const findings = await this.take();
    this.#settleMs = Math.min(MAX_SETTLE_MS, Math.max(SETTLE_MS, (Date.now() - startedMs) * SETTLE_PER_COST));
    const text = JSON.stringify(findings.map(({ sites: _, ...rest }) => rest));
    if (text === this.#published) return;
    this.#published = text;
    this.#parts.tasks.publish(findings);
  }

  async #diagnose(): Promise<readonly Finding[]> {
    const { tasks, agent, blocked, stopped } = this.#parts;
    if (agent.hello === undefined) return [];
    await tasks.pulse();
    const { table } = tasks;
    const sinceMs = blocked.sinceMs;
    const taskId =
      sinceMs === undefined
        ? undefined
        : await agent
            .command("current", {}, CURRENT_TIMEOUT_MS)
            .then((current) => current?.taskId)
            .catch(
              () => [...table.loops.values()].find((loop) => loop.currentTaskId !== undefined)?.currentTaskId,
            );
    const findings = diagnose({
      tasks: table.tasks,
      resources: table.resources,
      loops: table.loops,
      stopped: stopped(),
      ...(sinceMs === undefined ? {} : { blocked: { sinceMs, ...(taskId === undefined ? {} : { taskId }) } }),
    });
    return Promise.all(findings.map((finding) => this.#withSites(finding)));
  }

  async #withSites(finding: Finding): Promise<Finding> {
    const sites =
      finding.kind === "blocked-loop"
        ? await this.#parts.sites.blocking()
        : await this.#parts.sites.suspended(finding.taskIds.slice(0, SITES_LIMIT_TASKS));
    return sites.length === 0 ? finding : { ...finding, sites };
  }
}
