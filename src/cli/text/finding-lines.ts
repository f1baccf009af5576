import type { Finding } from "../../protocol/index.js";
import type { TaskTable } from "../debug/task-table.js";
import { awaitedText } from "./await-text.js";
import { type Line, printable, type Segment, segment, wrap } from "./line.js";
import { placeText } from "./place.js";
import { nameLine } from "./tree-lines.js";

/** Members named under a finding; of thousands that never wake, the first ones tell enough. */
const MEMBERS_SHOWN = 20;

/** A finding's sentence, wrapped to the columns. */
export function findingSentence(finding: Finding, columns: number): Line[] {
  const rows = wrap(printable(finding.message), columns - 2);
  return rows.map((row, index) => [segment(`${index === 0 ? "▲" : " "} ${row}`, "error")]);
}

/** A finding: its sentence, then its tasks with what each awaits and holds, and where; or the stack that blocks. */
export function findingLines(finding: Finding, table: TaskTable, cwd: string, columns: number): Line[] {
  const lines: Line[] = findingSentence(finding, columns);
  const sites = finding.sites ?? [];
  if (finding.kind === "blocked-loop") {
    for (const site of sites)
      lines.push([
        segment("    at "),
        segment(printable(site.name ?? "(anonymous)")),
        segment(` (${placeText(site, cwd)})`, "place"),
      ]);
    return lines;
  }
  finding.taskIds.slice(0, MEMBERS_SHOWN).forEach((id, index) => {
    const task = table.tasks.get(id);
    const site = sites[index];
    const parts: Segment[] = [segment("    "), segment(`${id} `, "dim")];
    if (task !== undefined) {
      parts.push(...nameLine(task));
      const held = heldBy(id, table);
      if (held.length > 0) parts.push(segment(`  holds ${held.join(", ")}`));
      if (task.awaiting !== undefined)
        parts.push(segment(`${held.length > 0 ? "," : " "} awaits ${awaitedText(task.awaiting)}`));
    }
    if (site !== undefined) parts.push(segment(`  at ${placeText(site, cwd)}`, "place"));
    lines.push(parts);
  });
  const more = finding.taskIds.length - MEMBERS_SHOWN;
  if (more > 0) lines.push([segment(`    and ${more.toLocaleString("en")} more`, "dim")]);
  return lines;
}

function heldBy(taskId: number, table: TaskTable): string[] {
  const held: string[] = [];
  for (const resource of table.resources.values())
    if (resource.holders.includes(taskId))
      held.push(
        resource.label === undefined ? resource.kind : `${resource.kind} '${printable(resource.label)}'`,
      );
  return held;
}

/** What a person can do about a finding: a sentence, or nothing. */
export function adviceFor(findings: readonly Finding[], table: TaskTable): string | undefined {
  const deadlock = findings.find((finding) => finding.kind === "deadlock");
  const id = deadlock?.taskIds[0];
  if (id === undefined) return undefined;
  const name = table.tasks.get(id)?.name;
  return `Cancelling one of its tasks undoes a deadlock: loopscope cancel ${name === undefined || /\s/.test(name) ? id : name}`;
}
