/**
 * What the Inspect panel shows of a task, as plain data: texts, and numbered actions. The page only draws it and names
 * an action by its number, so that it can ask for nothing that it was not offered.
 */
import type {
  CancelRequest,
  DapSite,
  DapTask,
  Finding,
  InspectFrame,
  InspectResponse,
} from "../../protocol/index.js";
import { findingMessage } from "../findings/finding-label.js";
import {
  activitySinceMs,
  cancelledBy,
  taskActivity,
  taskIcon,
  taskLabel,
  taskName,
} from "../tasks/task-label.js";
import { canOpen, taskPlace } from "../tasks/task-place.js";
import { isEnded, type TaskLookup } from "../tasks/tasks-model.js";
import type { StateIcon } from "../text/contributions.js";
import { exactDuration } from "../text/durations.js";
import { listed, t } from "../text/localization.js";
import { oneLine } from "../text/plain-text.js";
import { type HistogramBar, stepTimeBars } from "./step-times.js";
import { wakeupText } from "./wakeup-text.js";

export type InspectAction =
  | { readonly kind: "open"; readonly site: DapSite }
  | { readonly kind: "inspect"; readonly taskId: number }
  | { readonly kind: "cancel"; readonly taskId: number };

export interface InspectRow {
  readonly text: string;
  /** Said more quietly after the text. */
  readonly detail?: string;
  /** Unix epoch milliseconds: the page shows how long it has lasted, and counts. */
  readonly sinceMs?: number;
  /** Unix epoch milliseconds: the page shows how long ago it was. */
  readonly atMs?: number;
  /** Index into `InspectContent.actions`; the row is a button then. */
  readonly action?: number;
  /** Name, value pairs below the row. */
  readonly values?: readonly { readonly name: string; readonly value: string }[];
}

export interface InspectSection {
  readonly title: string;
  readonly rows: readonly InspectRow[];
  /** Rows are a path: each one leads to the next. */
  readonly chain?: boolean;
  /** A histogram below the rows. */
  readonly bars?: readonly HistogramBar[];
}

export interface InspectContent {
  readonly title: string;
  readonly icon: StateIcon;
  readonly activity: string;
  readonly sinceMs?: number;
  /** Of a dump: the moment up to which durations count. Unix epoch milliseconds; absent: they count on. */
  readonly nowMs?: number;
  /** What is wrong with the task. */
  readonly problem?: string;
  readonly buttons: readonly { readonly text: string; readonly action: number }[];
  readonly sections: readonly InspectSection[];
  readonly actions: readonly InspectAction[];
}

/**
 * Orders the answer to `asyncioInspect` into sections; those with nothing to say are left out.
 * @param nowMs the moment of a dump, which cannot change any more; Unix epoch, milliseconds
 */
export function inspectContent(
  response: InspectResponse,
  lookup: TaskLookup,
  nowMs?: number,
): InspectContent {
  const { task } = response;
  const actions: InspectAction[] = [];
  const offer = (action: InspectAction): number => actions.push(action) - 1;
  const ended = isEnded(task);
  const trouble = ended ? undefined : lookup.trouble(task.id);
  const place = taskPlace(task.id, response.stack, trouble);
  const buttons: { text: string; action: number }[] = [];
  if (!ended) {
    if (nowMs === undefined)
      buttons.push({ text: t("Cancel Task"), action: offer({ kind: "cancel", taskId: task.id }) });
    if (place !== undefined) {
      buttons.push({ text: t("Go to Line"), action: offer({ kind: "open", site: place }) });
    }
  }
  if (task.createdAt !== undefined) {
    buttons.push({ text: t("Go to Creation"), action: offer({ kind: "open", site: task.createdAt }) });
  }
  const sinceMs = activitySinceMs(task, lookup);
  const sections = [
    { title: t("Waits for"), chain: true, rows: chainRows(response, lookup, offer) },
    {
      title: t("Blocks the loop at"),
      rows: blockingSites(trouble).map((site) => siteRow(site, offer)),
    },
    { title: t("Made runnable"), rows: wakeupRows(task, lookup, offer) },
    { title: t("Stack"), rows: stackRows(response, lookup, offer) },
    { title: t("Created at"), rows: (response.createdStack ?? []).map((site) => siteRow(site, offer)) },
    { title: t("Cancellations"), rows: response.cancels.map((cancel) => cancelRow(cancel, lookup)) },
    {
      title: t("Warnings"),
      rows: response.warnings.map(({ message, atMs }) => ({ text: message, atMs })),
    },
    { title: t("Step times"), rows: [], bars: stepTimeBars(response.counters) },
    { title: t("Facts"), rows: [{ text: "", values: facts(response, lookup) }] },
  ];
  return {
    title: taskLabel(task),
    icon: taskIcon(task, lookup),
    activity: taskActivity(task, lookup),
    ...(nowMs === undefined ? {} : { nowMs }),
    ...(sinceMs === undefined ? {} : { sinceMs }),
    ...(trouble === undefined ? {} : { problem: findingMessage(trouble, lookup) }),
    buttons,
    sections: sections.filter(({ rows, bars = [] }: InspectSection) => rows.length + bars.length > 0),
    actions,
  };
}

function blockingSites(trouble: Finding | undefined): readonly DapSite[] {
  return trouble?.kind === "blocked-loop" ? (trouble.sites ?? []) : [];
}

type Offer = (action: InspectAction) => number;

/** The task, what it waits for, and so on down to the root cause; a cycle ends with the task that it leads back to. */
function chainRows({ task, awaitChain }: InspectResponse, lookup: TaskLookup, offer: Offer): InspectRow[] {
  if (isEnded(task)) return [];
  const rows = awaitChain.map(({ taskId, awaiting }): InspectRow => {
    const member = lookup.task(taskId);
    const shown = member === undefined ? undefined : { ...member, ...(awaiting ? { awaiting } : {}) };
    return {
      text: taskName(member, taskId),
      ...(shown === undefined ? {} : { detail: taskActivity(shown, lookup) }),
      ...(awaiting?.sinceMs === undefined ? {} : { sinceMs: awaiting.sinceMs }),
      ...(taskId === task.id ? {} : { action: offer({ kind: "inspect", taskId }) }),
    };
  });
  const last = awaitChain.at(-1)?.awaiting;
  const holders = last?.resourceId === undefined ? [] : (lookup.resource(last.resourceId)?.holders ?? []);
  const next = [...(last?.taskIds ?? []), ...holders];
  const again = awaitChain.find(({ taskId }) => next.includes(taskId));
  if (again === undefined) return rows;
  return [...rows, { text: taskName(lookup.task(again.taskId), again.taskId), detail: t("again: a cycle") }];
}

/** What last made the task run, and who was behind it. */
function wakeupRows({ id, wokenBy }: DapTask, lookup: TaskLookup, offer: Offer): InspectRow[] {
  if (wokenBy === undefined) return [];
  const { byTaskId, atMs } = wokenBy;
  return [
    {
      text: wakeupText(wokenBy, id, lookup),
      atMs,
      ...(byTaskId !== undefined && lookup.task(byTaskId) !== undefined
        ? { action: offer({ kind: "inspect", taskId: byTaskId }) }
        : {}),
    },
  ];
}

/** Frames of the task itself, then those of the tasks that await it, each said to be so. */
function stackRows({ task, stack }: InspectResponse, lookup: TaskLookup, offer: Offer): InspectRow[] {
  return stack.map((frame): InspectRow => {
    const row = siteRow(frame, offer);
    const awaiter = taskName(lookup.task(frame.taskId), frame.taskId);
    const foreign = frame.taskId === task.id ? "" : ` · ${t("awaited by {0}", awaiter)}`;
    const values = localValues(frame);
    return {
      ...row,
      detail: `${row.detail ?? ""}${foreign}`,
      ...(values.length > 0 ? { values } : {}),
    };
  });
}

function localValues({ locals = [] }: InspectFrame): readonly { name: string; value: string }[] {
  return locals.map(({ name, value }) => ({ name, value }));
}

function siteRow(site: DapSite, offer: Offer): InspectRow {
  const { source, line } = site;
  const file = source?.name ?? source?.path?.replace(/^.*[\\/]/, "");
  return {
    text: site.name || t("(anonymous)"),
    ...(file === undefined ? {} : { detail: `${file}:${line}` }),
    ...(canOpen(site) ? { action: offer({ kind: "open", site }) } : {}),
  };
}

function cancelRow(cancel: CancelRequest, lookup: TaskLookup): InspectRow {
  const { atMs, message } = cancel;
  return {
    text: t("asked to cancel by {0}", cancelledBy(cancel, lookup) ?? t("the program")),
    ...(message ? { detail: `'${oneLine(message)}'` } : {}),
    atMs,
  };
}

function facts({ task, counters }: InspectResponse, lookup: TaskLookup): { name: string; value: string }[] {
  const named = (ids: readonly number[]): string => listed(ids.map((id) => taskName(lookup.task(id), id)));
  const { outcome, createdMs, endedMs } = task;
  const rows: [string, string | undefined][] = [
    [t("Id"), String(task.id)],
    [t("Coroutine"), task.coroutine],
    [t("State"), task.state],
    [t("Result"), outcome?.result],
    [t("Exception"), outcome?.exception],
    [t("Cancel message"), outcome?.cancelMessage],
    [t("Suppressed its cancellation"), outcome?.suppressedCancellation ? t("yes") : undefined],
    [t("Created by"), task.parentId === undefined ? undefined : named([task.parentId])],
    [t("Awaited by"), task.awaitedBy.length === 0 ? undefined : named(task.awaitedBy)],
    [
      t("Lived"),
      createdMs === undefined || endedMs === undefined ? undefined : exactDuration(endedMs - createdMs),
    ],
    // Python's agent does not count them.
    [t("Steps"), task.counters === undefined && counters.steps === 0 ? undefined : String(counters.steps)],
    [t("Busy"), counters.busyMs === undefined ? undefined : exactDuration(counters.busyMs)],
    [
      t("Longest step"),
      counters.longestStepMs === undefined ? undefined : exactDuration(counters.longestStepMs),
    ],
    [t("Waited to run"), counters.delayMs === undefined ? undefined : exactDuration(counters.delayMs)],
    [
      t("Longest wait to run"),
      counters.longestDelayMs === undefined ? undefined : exactDuration(counters.longestDelayMs),
    ],
    [t("Cancel requests"), counters.cancelRequests === 0 ? undefined : String(counters.cancelRequests)],
  ];
  return rows.flatMap(([name, value]) => (value === undefined || value === "" ? [] : [{ name, value }]));
}
