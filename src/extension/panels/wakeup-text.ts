/** What made a task runnable → text. */
import type { AwaitKind, Wakeup } from "../../protocol/index.js";
import { awaitingText, taskName } from "../tasks/task-label.js";
import type { TaskLookup } from "../tasks/tasks-model.js";
import { t } from "../text/localization.js";

/** `by worker-2, after waiting for Lock 'orders'` */
export function wakeupText(wakeup: Wakeup, taskId: number, lookup: TaskLookup): string {
  const { awaited, label, resourceId } = wakeup;
  const cause = causeText(wakeup, lookup);
  if (awaited === undefined || awaited === "yield" || wakeup.cause === "created") return cause;
  return t(
    "{0}, after waiting for {1}",
    cause,
    waitedText({ kind: awaited, label, resourceId }, taskId, lookup),
  );
}

/** `Lock 'orders'`: what was waited for, without who holds it now. */
export function waitedText(
  waited: {
    readonly kind: AwaitKind;
    readonly label?: string | undefined;
    readonly resourceId?: number | undefined;
  },
  taskId: number,
  lookup: TaskLookup,
): string {
  const { kind, label, resourceId } = waited;
  const known = label ?? (resourceId === undefined ? undefined : lookup.resource(resourceId)?.label);
  const text = awaitingText({ kind, ...(known === undefined ? {} : { label: known }) }, taskId, lookup);
  return known === undefined && resourceId !== undefined ? `${text} #${resourceId}` : text;
}

function causeText({ cause, byTaskId }: Wakeup, lookup: TaskLookup): string {
  const by = byTaskId === undefined ? undefined : taskName(lookup.task(byTaskId), byTaskId);
  switch (cause) {
    case "created":
      return by === undefined ? t("newly created") : t("newly created by {0}", by);
    case "yield":
      return t("let others run for one turn");
    case "timer":
      return t("by a timer");
    case "task":
      return by === undefined ? t("by a task") : t("by {0}", by);
    case "cancel":
      return by === undefined ? t("by a cancellation") : t("by a cancellation from {0}", by);
    case "callback":
      return t("by a callback of the loop");
    case "io":
      return t("from outside of the loop: I/O, a process, a thread or a promise");
    default:
      return by === undefined ? cause : t("{0}: {1}", cause, by);
  }
}
