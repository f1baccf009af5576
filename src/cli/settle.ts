/**
 * Whether a program has come to rest, or hangs.
 *
 * Its *shape* is which tasks there are and what each awaits, without times and counters: a heartbeat that sleeps again
 * and again does not change it. A program has settled when its shape stayed the same for `settleMs`. It hangs when one
 * and the same finding of severity `error` stayed for `settleMs`, whatever its other tasks do meanwhile: a deadlock does not stop the
 * rest of a program. A finding that goes away by itself (a long computation blocks the loop for a second) is none.
 */
import type { Finding } from "../protocol/index.js";
import { isLive, type TaskTable } from "./debug/task-table.js";

export type Verdict =
  | { readonly kind: "busy" }
  | { readonly kind: "settled" }
  | { readonly kind: "hung"; readonly findings: readonly Finding[] };

/** Whether a task runs at this moment, or for long: such a program is not at rest, however little it changes. */
export function isRunning(table: TaskTable): boolean {
  for (const task of table.tasks.values()) if (task.state === "running") return true;
  return false;
}

/** What stays the same while a program is at rest. */
export function shapeOf(table: TaskTable): string {
  const parts: unknown[] = [];
  for (const task of table.tasks.values()) {
    if (!isLive(task)) continue;
    const { awaiting } = task;
    parts.push([task.id, awaiting?.kind, awaiting?.resourceId, awaiting?.taskIds]);
  }
  return JSON.stringify(parts);
}

/** Whether a finding says that something cannot go on. */
export function isHang({ severity }: Finding): boolean {
  return severity === "error";
}

function identityOf(finding: Finding): string {
  return JSON.stringify([finding.kind, [...finding.taskIds].sort((a, b) => a - b)]);
}

export class SettleWatch {
  readonly #settleMs: number;
  #shape: string | undefined;
  #shapeSinceMs = 0;
  #findingsSinceMs = new Map<string, number>();

  constructor(settleMs: number) {
    this.#settleMs = settleMs;
  }

  /** Takes the state of now and judges it. Times come from one monotonic clock. */
  observe(shape: string, found: readonly Finding[], nowMs: number, running = false): Verdict {
    // What only deserves a look does not keep a program from going on.
    const findings = found.filter(isHang);
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.#shapeSinceMs = nowMs;
    }
    const since = new Map<string, number>();
    const lasting: Finding[] = [];
    for (const finding of findings) {
      const identity = identityOf(finding);
      const sinceMs = this.#findingsSinceMs.get(identity) ?? nowMs;
      since.set(identity, sinceMs);
      if (nowMs - sinceMs >= this.#settleMs) lasting.push(finding);
    }
    this.#findingsSinceMs = since;
    if (lasting.length > 0) return { kind: "hung", findings: lasting };
    return nowMs - this.#shapeSinceMs >= this.#settleMs && findings.length === 0 && !running
      ? { kind: "settled" }
      : { kind: "busy" };
  }
}
