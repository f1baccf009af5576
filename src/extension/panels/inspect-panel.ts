/** The Inspect panel: one beside the editor, which shows the task that was asked for last and follows its changes. */
import * as vscode from "vscode";
import type { DapTask, InspectResponse } from "../../protocol/index.js";
import { openSite } from "../editor/open-site.js";
import { Pace, systemClock } from "../sessions/pace.js";
import type { ProgramSession } from "../sessions/program-session.js";
import type { Sessions } from "../sessions/sessions.js";
import { taskLabel } from "../tasks/task-label.js";
import { INSPECT_PANEL, STATE_ICONS } from "../text/contributions.js";
import { t } from "../text/localization.js";
import { type InspectAction, inspectContent } from "./inspect-content.js";
import { inspectHtml } from "./inspect-html.js";

const FIRST_DELAY_MS = 50;
/** A task's stack with its locals costs the program something; a person reads no faster. */
const BETWEEN_LOADS_MS = 500;

/** What the page sends. */
interface PageMessage {
  readonly kind: "ready" | "action";
  readonly index?: number;
}

interface Subject {
  readonly session: ProgramSession;
  readonly taskId: number;
}

export class InspectPanel implements vscode.Disposable {
  readonly #sessions: Sessions;
  readonly #media: vscode.Uri;
  readonly #cancel: (session: ProgramSession, taskId: number) => Promise<void>;
  readonly #pace: Pace;
  readonly #subscription: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;
  #subject: Subject | undefined;
  #actions: readonly InspectAction[] = [];
  /** What the page shows: VS Code throws a hidden page away, and the new one starts empty. */
  #content: object | undefined;
  /** Records that the shown content was made from, to see whether any of them changed. */
  #shown: readonly (DapTask | undefined)[] = [];
  #shownIds: readonly number[] = [];
  /** Whose answer is on its way; the next question waits for it. */
  #asked: Subject | undefined;
  #askAgain = false;

  /**
   * @param media the folder of icons, script and style
   * @param cancel what the button "Cancel Task" does
   */
  constructor(
    sessions: Sessions,
    media: vscode.Uri,
    cancel: (session: ProgramSession, taskId: number) => Promise<void>,
  ) {
    this.#sessions = sessions;
    this.#media = media;
    this.#cancel = cancel;
    this.#pace = new Pace(() => this.#load(), FIRST_DELAY_MS, systemClock);
    this.#subscription = sessions.onDidChange(() => this.#followChanges());
  }

  /** Shows a task; the keyboard stays where it is. */
  show(session: ProgramSession, taskId: number): void {
    this.#subject = { session, taskId };
    this.#content = undefined;
    this.#panel ??= this.#open();
    this.#panel.reveal(undefined, true);
    const task = session.model.task(taskId);
    this.#panel.title = task === undefined ? t("Inspect Task") : t("Inspect: {0}", taskLabel(task));
    this.#shown = [];
    this.#pace.request();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#pace.dispose();
    this.#panel?.dispose();
  }

  #open(): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(
      INSPECT_PANEL,
      t("Inspect Task"),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [this.#media] },
    );
    const { webview } = panel;
    const uri = (...path: string[]): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.#media, ...path)).toString();
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.#media, "light", "pending.svg"),
      dark: vscode.Uri.joinPath(this.#media, "dark", "pending.svg"),
    };
    webview.html = inspectHtml({
      cspSource: webview.cspSource,
      nonce: crypto.randomUUID(),
      scriptUri: uri("inspect.js"),
      styleUri: uri("inspect.css"),
      iconUris: Object.fromEntries(
        STATE_ICONS.map((state) => [
          state,
          { light: uri("light", `${state}.svg`), dark: uri("dark", `${state}.svg`) },
        ]),
      ),
    });
    webview.onDidReceiveMessage((message: PageMessage) => this.#received(message));
    panel.onDidChangeViewState(() => this.#followChanges());
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#subject = undefined;
      this.#content = undefined;
      this.#actions = [];
    });
    return panel;
  }

  #followChanges(): void {
    const subject = this.#subject;
    if (subject === undefined || !this.#panel?.visible) return;
    if (this.#sessions.get(subject.session.id) === undefined) {
      this.#post({ kind: "ended" });
      return;
    }
    const { model } = subject.session;
    if (this.#shownIds.some((id, index) => model.task(id) !== this.#shown[index])) this.#pace.request();
  }

  /** @returns how long to leave the program alone, in milliseconds */
  #load(): number {
    const subject = this.#subject;
    if (subject === undefined || !this.#panel?.visible) return 0;
    if (this.#asked === subject) {
      this.#askAgain = true;
      return 0;
    }
    this.#asked = subject;
    this.#askAgain = false;
    this.#ask(subject).finally(() => {
      if (this.#asked !== subject) return;
      this.#asked = undefined;
      if (this.#askAgain) this.#pace.request();
    });
    return BETWEEN_LOADS_MS;
  }

  async #ask(subject: Subject): Promise<void> {
    const { session, taskId } = subject;
    try {
      const response = await session.request("asyncioInspect", { taskId });
      if (this.#subject === subject) this.#show(response, session);
    } catch (error) {
      if (this.#subject !== subject) return;
      this.#post(
        this.#sessions.get(session.id) === undefined
          ? { kind: "ended" }
          : { kind: "failed", message: String(error instanceof Error ? error.message : error) },
      );
    }
  }

  #show(response: InspectResponse, session: ProgramSession): void {
    const { model } = session;
    this.#shownIds = [response.task.id, ...response.awaitChain.map(({ taskId }) => taskId)];
    this.#shown = this.#shownIds.map((id) => model.task(id));
    const { actions, ...content } = inspectContent(response, model, session.nowMs);
    this.#actions = actions;
    if (this.#panel !== undefined) this.#panel.title = t("Inspect: {0}", content.title);
    this.#content = content;
    this.#post({ kind: "content", content });
  }

  #post(message: object): void {
    this.#panel?.webview.postMessage(message).then(undefined, () => {
      // The panel was closed meanwhile.
    });
  }

  #received(message: PageMessage): void {
    if (message.kind === "ready") {
      if (this.#content !== undefined) this.#post({ kind: "content", content: this.#content });
      this.#pace.request();
      return;
    }
    const action = message.index === undefined ? undefined : this.#actions[message.index];
    const session = this.#subject?.session;
    if (action === undefined || session === undefined) return;
    // Of a program that has ended only the source is left to look at.
    if (action.kind !== "open" && this.#sessions.get(session.id) === undefined) return;
    switch (action.kind) {
      case "open":
        void openSite(session, action.site, { preserveFocus: false, besidePanel: true });
        break;
      case "inspect":
        this.show(session, action.taskId);
        break;
      case "cancel":
        void this.#cancel(session, action.taskId);
        break;
    }
  }
}
