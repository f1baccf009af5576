/** Findings → problems at lines of the editor. Pure: places are sites still. */
import type { DapSite, Finding } from "../../protocol/index.js";
import { taskActivity, taskName } from "../tasks/task-label.js";
import { canOpen } from "../tasks/task-place.js";
import type { TaskLookup } from "../tasks/tasks-model.js";
import { t } from "../text/localization.js";
import { findingKey, findingMessage } from "./finding-label.js";

export interface RelatedPlace {
  readonly site: DapSite;
  readonly message: string;
}

export interface FindingProblem {
  /** The same for the same problem of the same finding. */
  readonly key: string;
  readonly finding: Finding;
  readonly site: DapSite;
  readonly message: string;
  readonly related: readonly RelatedPlace[];
}

/** A task that hangs is a problem at the line at which it hangs; other findings have one place. */
const AT_EACH_SITE: ReadonlySet<Finding["kind"]> = new Set(["deadlock", "never-wakes", "starved-task"]);

/** The problems of a finding; none when there is no source to show them in. */
export function findingProblems(finding: Finding, lookup: TaskLookup): readonly FindingProblem[] {
  const message = findingMessage(finding, lookup);
  const places = distinctPlaces(finding, lookup);
  const shown = AT_EACH_SITE.has(finding.kind) ? places : places.slice(0, 1);
  return shown.map(({ site }) => ({
    key: `${findingKey(finding)} ${placeKey(site)}`,
    finding,
    site,
    message,
    related: places.filter((place) => place.site !== site),
  }));
}

function distinctPlaces(finding: Finding, lookup: TaskLookup): readonly RelatedPlace[] {
  const places = new Map<string, RelatedPlace>();
  for (const [index, site] of (finding.sites ?? []).entries()) {
    if (!canOpen(site)) continue;
    const key = placeKey(site);
    if (places.has(key)) continue;
    places.set(key, { site, message: placeMessage(finding, index, site, lookup) });
  }
  return [...places.values()];
}

/** `ann: awaiting Lock 'paper' held by bob`; of a stack, the function's name. */
function placeMessage(finding: Finding, index: number, site: DapSite, lookup: TaskLookup): string {
  const id = AT_EACH_SITE.has(finding.kind) ? finding.taskIds[index] : undefined;
  const task = id === undefined ? undefined : lookup.task(id);
  if (task === undefined) return site.name || t("(anonymous)");
  return t("{0}: {1}", taskName(task, task.id), taskActivity(task, lookup));
}

function placeKey({ source, line, column }: DapSite): string {
  return `${source?.path ?? source?.sourceReference ?? ""}:${line}:${column}`;
}
