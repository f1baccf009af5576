/** The findings as of now: kept up to date as the table changes, and taken afresh when asked. */
import type { DapSite, Finding } from "../protocol/index.js";
import type { AgentLink } from "./agent-link.js";
import type { BlockedLoop } from "./blocked-loop.js";
import { blockingStack } from "./blocking-stack.js";
import type { CdpConnection } from "./cdp/connection.js";
import { diagnose } from "./diagnosis.js";
import type { Groups } from "./handles.js";
import { urlOf } from "./sourcemaps.js";
import type { Stacks } from "./stacks.js";
import type { Stop } from "./stop.js";
import type { Tasks } from "./tasks.js";

/** After a change, the table is left to settle for this long; a program that changes all the time is looked at as often. */
const SETTLE_MS = 200;
/** Time between two looks, in multiples of what one takes: 1/20 is the share that looking may take. */
const SETTLE_PER_COST = 20;
const MAX_SETTLE_MS = 5_000;
/** Tasks of one finding whose suspended lines are looked up. */
const SITES_LIMIT_TASKS = 20;
const CURRENT_TIMEOUT_MS = 500;

export interface FindingsParts {
  readonly connection: CdpConnection;
  readonly agent: AgentLink;
  readonly tasks: Tasks;
  readonly stacks: Stacks;
  readonly groups: Groups;
  readonly blocked: BlockedLoop;
  /** The stop that the user sees. */
  readonly stop: () => Stop | undefined;
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
    const { tasks, agent, blocked, stop } = this.#parts;
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
      stopped: stop() !== undefined,
      ...(sinceMs === undefined ? {} : { blocked: { sinceMs, ...(taskId === undefined ? {} : { taskId }) } }),
    });
    return Promise.all(findings.map((finding) => this.#withSites(finding)));
  }

  async #withSites(finding: Finding): Promise<Finding> {
    const sites =
      finding.kind === "blocked-loop"
        ? await this.#blockingSites()
        : await this.#suspendedSites(finding.taskIds);
    return sites.length === 0 ? finding : { ...finding, sites };
  }

  async #blockingSites(): Promise<readonly DapSite[]> {
    const { connection, tasks, agent } = this.#parts;
    const machinery = new Set(agent.hello?.runtimeScripts.map(urlOf));
    const frames = await blockingStack(connection).catch(() => []);
    return frames
      .filter(({ path }) => !path.startsWith("node:") && !machinery.has(urlOf(path)))
      .map((site) => tasks.view.site(site));
  }

  async #suspendedSites(taskIds: readonly number[]): Promise<readonly DapSite[]> {
    const { groups, stacks, stop, tasks } = this.#parts;
    const group = groups.temporary();
    const sites: DapSite[] = [];
    try {
      for (const id of taskIds.slice(0, SITES_LIMIT_TASKS)) {
        const [frame] = await stacks.ownFrames(id, stop(), group.name);
        // In the order of the tasks: a site that is missing would shift all that follow.
        if (frame === undefined || frame.kind === "label") break;
        sites.push(tasks.view.place(frame.place, frame.name));
      }
    } catch {
      // The program went on or ended meanwhile.
    } finally {
      group.dispose();
    }
    return sites;
  }
}
