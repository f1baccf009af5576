/** Says behind a line how many tasks wait at it, and for how long. */
import * as vscode from "vscode";
import { PLACES_LIMIT_TASKS } from "../../protocol/index.js";
import { Pace, systemClock } from "../sessions/pace.js";
import type { LiveSession, Sessions } from "../sessions/sessions.js";
import { taskDescription, taskLabel } from "../tasks/task-label.js";
import type { TasksModel } from "../tasks/tasks-model.js";
import { Setting } from "../text/contributions.js";
import { roughDuration } from "../text/durations.js";
import { counted, t } from "../text/localization.js";
import { siteUri } from "./open-site.js";
import { type WaitPlace, WaitPlaces } from "./wait-places.js";

const FIRST_DELAY_MS = 200;
const BETWEEN_LOOKS_MS = 1000;
/** A program that does not answer is left alone for this long. */
const AFTER_REFUSAL_MS = 10_000;
/** Of the extension host's time a program of 100,000 tasks may take this part. */
const SHARE_OF_TIME = 1 / 10;
/** Tasks that the hover names. */
const NAMED_TASKS = 10;

/** `37 tasks wait here, the longest 12 s` */
export function waitText({ count, tasks, sinceMs }: WaitPlace, nowMs: number): string {
  const duration = roughDuration(nowMs - sinceMs) || t("{0} s", 0);
  const [only] = tasks;
  return count === 1 && only !== undefined
    ? t("{0} waits here, {1}", taskLabel(only), duration)
    : counted(count, "1 task waits here, {1}", "{0} tasks wait here, the longest {1}", duration);
}

/** What is said when hovering: the tasks, the longest waiting first. */
export function waitDetails({ count, tasks }: WaitPlace, model: TasksModel, nowMs: number): string {
  const named = tasks
    .slice(0, NAMED_TASKS)
    .map((task) => t("{0}: {1}", taskLabel(task), taskDescription(task, model, nowMs)));
  const more = count - named.length;
  return [...named, ...(more > 0 ? [t("{0} more", more)] : [])].join("\n");
}

export class WaitDecorations implements vscode.Disposable {
  readonly #sessions: Sessions;
  readonly #type = vscode.window.createTextEditorDecorationType({
    after: {
      margin: "0 0 0 3em",
      color: new vscode.ThemeColor("editorCodeLens.foreground"),
      fontStyle: "italic",
    },
    isWholeLine: true,
  });
  readonly #pace = new Pace(() => this.#look(), FIRST_DELAY_MS, systemClock);
  readonly #places = new Map<LiveSession, WaitPlaces>();
  readonly #asking = new Set<LiveSession>();
  /** When to ask again a program that did not answer; Unix epoch, milliseconds. */
  readonly #notBeforeMs = new WeakMap<LiveSession, number>();
  readonly #subscriptions: vscode.Disposable;
  #ticking: ReturnType<typeof setInterval> | undefined;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
    const again = (): void => this.#pace.request();
    this.#subscriptions = vscode.Disposable.from(
      this.#type,
      sessions.onDidChange(again),
      vscode.window.onDidChangeVisibleTextEditors(again),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(Setting.showWaits)) again();
      }),
    );
  }

  dispose(): void {
    clearInterval(this.#ticking);
    this.#pace.dispose();
    this.#subscriptions.dispose();
  }

  /** @returns how long to leave the program alone, in milliseconds */
  #look(): number {
    const startedMs = Date.now();
    for (const session of this.#places.keys()) {
      if (this.#sessions.get(session.id) !== session) this.#places.delete(session);
    }
    const wanted = vscode.workspace.getConfiguration().get<boolean>(Setting.showWaits, true);
    const sessions = wanted ? this.#sessions.live : [];
    this.#tick(sessions.length > 0);
    const editors = vscode.window.visibleTextEditors.filter(
      ({ document }) => document.uri.scheme !== "output",
    );
    if (editors.length === 0) return BETWEEN_LOOKS_MS;
    for (const session of sessions) {
      if (!this.#places.has(session)) this.#places.set(session, new WaitPlaces(session.model));
      this.#ask(session);
    }
    this.#draw(sessions, editors);
    return Math.max(BETWEEN_LOOKS_MS, (Date.now() - startedMs) / SHARE_OF_TIME);
  }

  #ask(session: LiveSession): void {
    const places = this.#places.get(session);
    if (places === undefined || this.#asking.has(session)) return;
    if (Date.now() < (this.#notBeforeMs.get(session) ?? 0)) return;
    const taskIds = places.wanted(Date.now(), PLACES_LIMIT_TASKS);
    if (taskIds.length === 0) return;
    this.#asking.add(session);
    session
      .request("asyncioPlaces", { taskIds })
      .then(
        (answer) => places.learn(taskIds, answer.places),
        // It has ended, or its loop is blocked: what is known stays until the tasks run again.
        () => this.#notBeforeMs.set(session, Date.now() + AFTER_REFUSAL_MS),
      )
      .finally(() => {
        this.#asking.delete(session);
        this.#pace.request();
      });
  }

  #draw(sessions: readonly LiveSession[], editors: readonly vscode.TextEditor[]): void {
    const nowMs = Date.now();
    const byFile = new Map<string, vscode.DecorationOptions[]>();
    for (const session of sessions) {
      for (const place of this.#places.get(session)?.places(nowMs) ?? []) {
        const uri = siteUri(session, place.site)?.toString();
        if (uri === undefined) continue;
        const line = Math.max(0, place.site.line - 1);
        const hover = new vscode.MarkdownString().appendText(waitDetails(place, session.model, nowMs));
        const options = byFile.get(uri) ?? [];
        options.push({
          range: new vscode.Range(line, 0, line, 0),
          hoverMessage: hover,
          renderOptions: { after: { contentText: waitText(place, nowMs) } },
        });
        byFile.set(uri, options);
      }
    }
    for (const editor of editors) {
      const options = byFile.get(editor.document.uri.toString()) ?? [];
      editor.setDecorations(
        this.#type,
        options.filter(({ range }) => range.start.line < editor.document.lineCount),
      );
    }
  }

  /** Durations count on, also when nothing happens. */
  #tick(needed: boolean): void {
    if (needed && this.#ticking === undefined) {
      this.#ticking = setInterval(() => this.#pace.request(), BETWEEN_LOOKS_MS);
    } else if (!needed) {
      clearInterval(this.#ticking);
      this.#ticking = undefined;
    }
  }
}
