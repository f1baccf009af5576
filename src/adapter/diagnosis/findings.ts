/** The findings as of now: kept up to date as the table changes, and taken afresh when asked. */
import type { DapSite, Finding, FindingKind } from "../../protocol/index.js";
import type { Agent } from "../agent/agent.js";
import type { Tasks } from "../tasks/tasks.js";
import type { BlockedLoop } from "./blocked-loop.js";
import { type Diagnosis, diagnose, type Snapshot } from "./diagnosis.js";
import type { Interruptions } from "./interruptions.js";
import { LeakWatch } from "./leak-watch.js";
import { OVERDUE_WITHIN_MS, overdue } from "./overdue-findings.js";

/** After a change, the table is left to settle for this long; a program that changes all the time is looked at as often. */
const SETTLE_MS = 200;
/** Time between two looks, in multiples of what one takes: 1/20 is the share that looking may take. */
const SETTLE_PER_COST = 20;
const MAX_SETTLE_MS = 5_000;
/** Tasks of one finding whose suspended lines are looked up. */
const SITES_LIMIT_TASKS = 20;
const CURRENT_TIMEOUT_MS = 500;
/** Between two looks at who keeps the loop: long for a step, short for somebody who waits for a finding. */
const SECOND_LOOK_MS = 100;
/** What becomes wrong by lasting is looked for this often, milliseconds. */
const OVERDUE_LOOK_MS = 1_000;

/** What a turn that lasts is the cause of. */
const OF_A_TURN: ReadonlySet<FindingKind> = new Set(["blocked-loop", "starved-task"]);

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
  readonly interruptions: Interruptions;
  /** Whether the user sees the program stopped. */
  readonly stopped: () => boolean;
}

export class Findings {
  readonly #parts: FindingsParts;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<readonly Finding[]> | undefined;
  #published: readonly Finding[] = [];
  #settleMs = SETTLE_MS;
  #disposed = false;
  readonly #leaks = new LeakWatch();

  constructor(parts: FindingsParts) {
    this.#parts = parts;
  }

  /** Something changed: look again soon, or at once when that is known to matter. */
  touch(urgent = false): void {
    if (urgent) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
    this.#lookIn(urgent ? 0 : this.#settleMs);
  }

  /**
   * A turn of the loop has begun to last too long, or is over. What it was the cause of is over with it: of a hundred
   * thousand tasks that it has started the program tells for seconds, before it can be asked what is wrong now.
   */
  turnChanged(): void {
    if (this.#parts.blocked.sinceMs === undefined) {
      this.#tell(this.#published.filter(({ kind }) => !OF_A_TURN.has(kind)));
    }
    this.touch(true);
  }

  #lookIn(delayMs: number): void {
    if (this.#disposed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#publish().catch(() => {});
    }, delayMs);
  }

  /** Looks now. */
  async take(): Promise<readonly Finding[]> {
    this.#working ??= this.#diagnose().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  /** Ends the looking: the program has ended, or was let go of. */
  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #publish(): Promise<void> {
    const startedMs = Date.now();
    const findings = await this.take();
    this.#settleMs = Math.min(MAX_SETTLE_MS, Math.max(SETTLE_MS, (Date.now() - startedMs) * SETTLE_PER_COST));
    this.#tell(findings);
  }

  #tell(findings: readonly Finding[]): void {
    if (withoutSites(findings) === withoutSites(this.#published)) return;
    this.#published = findings;
    this.#parts.tasks.publish(findings);
  }

  async #diagnose(): Promise<readonly Finding[]> {
    const { tasks, agent } = this.#parts;
    if (agent.hello === undefined) return [];
    const asOfMs = await tasks.pulse();
    const blocked = await this.#blocked();
    if (this.#parts.stopped()) this.#leaks.reset();
    else this.#leaks.look(tasks.table, Date.now());
    const snapshot = this.#snapshot(asOfMs, blocked);
    const findings = diagnose(snapshot);
    this.#lookAgain(snapshot, findings);
    return Promise.all(findings.map((finding) => this.#withSites(finding)));
  }

  #snapshot(asOfMs: number | undefined, blocked: Snapshot["blocked"]): Snapshot {
    const { tasks, agent, interruptions, stopped } = this.#parts;
    const { table } = tasks;
    return {
      tasks: table.tasks,
      resources: table.resources,
      loops: table.loops,
      warnings: table.warnings,
      leaks: this.#leaks.leaks,
      nowMs: Date.now(),
      ...(asOfMs === undefined ? {} : { asOfMs }),
      stopped: stopped(),
      undisturbedSinceMs: interruptions.undisturbedSinceMs,
      wasStopped: (fromMs, toMs) => interruptions.wasStopped(fromMs, toMs),
      ...(blocked === undefined ? {} : { blocked }),
      ...(agent.hello === undefined ? {} : { language: agent.hello.language }),
    };
  }

  /** A program that hangs changes nothing, so that nobody would ask again: what will soon be overdue is looked for. */
  #lookAgain(snapshot: Snapshot, findings: readonly Diagnosis[]): void {
    const { asOfMs } = snapshot;
    if (snapshot.stopped || asOfMs === undefined || this.#disposed) return;
    const explained = new Set(
      findings.filter(({ severity }) => severity === "error").flatMap(({ taskIds }) => taskIds),
    );
    const soon = { ...snapshot, asOfMs: asOfMs + OVERDUE_WITHIN_MS };
    if (overdue(soon, explained).length > overdue(snapshot, explained).length)
      this.#lookIn(Math.max(OVERDUE_LOOK_MS, this.#settleMs));
  }

  /** The turn that does not end, and whether it is one callback that keeps it, or many. */
  async #blocked(): Promise<Snapshot["blocked"]> {
    const { blocked } = this.#parts;
    const sinceMs = blocked.sinceMs;
    if (sinceMs === undefined) return undefined;
    const before = await this.#currentTask();
    await new Promise((resolve) => setTimeout(resolve, SECOND_LOOK_MS));
    const taskId = await this.#currentTask();
    if (blocked.sinceMs !== sinceMs) return undefined;
    if (taskId !== before) return { sinceMs, overloaded: true };
    return { sinceMs, ...(taskId === undefined ? {} : { taskId }) };
  }

  async #currentTask(): Promise<number | undefined> {
    const { tasks, agent } = this.#parts;
    try {
      return (await agent.command("current", {}, CURRENT_TIMEOUT_MS))?.taskId;
    } catch {
      return [...tasks.table.loops.values()].find((loop) => loop.currentTaskId !== undefined)?.currentTaskId;
    }
  }

  async #withSites({ places, ...finding }: Diagnosis): Promise<Finding> {
    const sites =
      finding.kind === "blocked-loop"
        ? await this.#parts.sites.blocking()
        : places !== undefined
          ? places.map((place) => this.#parts.tasks.view.site(place))
          : await this.#parts.sites.suspended(finding.taskIds.slice(0, SITES_LIMIT_TASKS));
    return sites.length === 0 ? finding : { ...finding, sites };
  }
}

/** What tells two lists of findings apart: where a blocked loop happens to be does not. */
function withoutSites(findings: readonly Finding[]): string {
  return JSON.stringify(findings.map(({ sites: _, ...rest }) => rest));
}
