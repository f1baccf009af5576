/** What each kind of finding is called, and what to do about it. */
import type { FindingKind } from "../../protocol/index.js";
import { t } from "../text/localization.js";

export interface FindingWords {
  readonly title: string;
  /** A sentence: what it means, and where to look. */
  readonly advice: string;
}

/** Undefined for a kind that only a newer adapter knows. */
export function findingWords(kind: FindingKind): FindingWords | undefined {
  switch (kind) {
    case "deadlock":
      return {
        title: t("Deadlock"),
        advice: t("Cancel one of them, and take the locks in the same order everywhere."),
      };
    case "never-wakes":
      return {
        title: t("Never wakes"),
        advice: t("Nothing is left that could wake them: look for the missing set(), put() or release()."),
      };
    case "blocked-loop":
      return {
        title: t("Loop blocked"),
        advice: t(
          "Synchronous code keeps all other tasks from running: move it to toThread(), or await in between.",
        ),
      };
    case "lock-held-by-ended-task":
      return {
        title: t("Held by an ended task"),
        advice: t("The task ended without releasing the lock: use asyncWith, or a finally block."),
      };
    case "starved-task":
      return {
        title: t("Starved"),
        advice: t("They are ready, but others keep the loop: let those await more often."),
      };
    case "queue-without-consumer":
      return {
        title: t("Nobody takes from the queue"),
        advice: t("Those who took from it have ended: look for what ended them, or shut the queue down."),
      };
    case "suppressed-cancellation":
      return {
        title: t("Does not end"),
        advice: t("It was asked to end and goes on: let the CancelledError pass, or raise it again."),
      };
    case "leaked-tasks":
      return {
        title: t("Leaking tasks"),
        advice: t("More and more tasks come from one place and do not end: await them, or use a TaskGroup."),
      };
    case "slow-callback":
      return {
        title: t("Slow callback"),
        advice: t("Nothing else runs meanwhile: split the work, or move it to toThread()."),
      };
    case "unretrieved-exception":
      return {
        title: t("Failed unnoticed"),
        advice: t("Nobody looks at its exception: await the task, or ask for its exception()."),
      };
    case "never-awaited":
      return {
        title: t("Never awaited"),
        advice: t("The coroutine was made and does not run: await it, or wrap it in a task."),
      };
    case "destroyed-task":
      return {
        title: t("Lost while pending"),
        advice: t("Nobody referred to the task any more: keep it in a variable, or use a TaskGroup."),
      };
    default:
      return undefined;
  }
}
