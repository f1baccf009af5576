/** The Timeline: one panel, which asks for steps and waits as long as it is seen; asking is what keeps the recording on. */
import * as vscode from "vscode";
import type { ProgramSession } from "../sessions/program-session.js";
import type { Sessions } from "../sessions/sessions.js";
import { TIMELINE_PANEL } from "../text/contributions.js";
import { t } from "../text/localization.js";
import type { InspectPanel } from "./inspect-panel.js";
import { type TimelineContent, timelineContent } from "./timeline-content.js";
import { pageHtml } from "./webview-page.js";

/** Spans of one answer: what the page draws in an instant. */
const SPANS = 4000;
const BETWEEN_LOADS_MS = 1000;

/** What the page sends. */
interface PageMessage {
  readonly kind: "ready" | "select" | "inspect";
  readonly taskId?: number;
}

export class TimelinePanel implements vscode.Disposable {
  readonly #sessions: Sessions;
  readonly #inspect: InspectPanel;
  readonly #media: vscode.Uri;
  readonly #subscription: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;
  #session: ProgramSession | undefined;
  #selected: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #content: TimelineContent | undefined;

  /** @param media the folder of script and style */
  constructor(sessions: Sessions, inspect: InspectPanel, media: vscode.Uri) {
    this.#sessions = sessions;
    this.#inspect = inspect;
    this.#media = media;
    this.#subscription = sessions.onDidChange(() => {
      if (this.#session !== undefined && sessions.get(this.#session.id) !== this.#session) this.#ended();
    });
  }

  /** Shows what the tasks of a program do, and the story of one of them when it is named. */
  show(session: ProgramSession, taskId?: number): void {
    if (this.#session !== session) this.#content = undefined;
    this.#session = session;
    this.#selected = taskId ?? this.#selected;
    this.#panel ??= this.#open();
    this.#panel.reveal(undefined, false);
    this.#load();
  }

  dispose(): void {
    this.#subscription.dispose();
    clearTimeout(this.#timer);
    this.#panel?.dispose();
  }

  #open(): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(
      TIMELINE_PANEL,
      t("Timeline"),
      { viewColumn: vscode.ViewColumn.Active, preserveFocus: false },
      { enableScripts: true, localResourceRoots: [this.#media] },
    );
    const { webview } = panel;
    const uri = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.#media, name)).toString();
    panel.iconPath = vscode.Uri.joinPath(this.#media, "tasks.svg");
    webview.html = pageHtml({
      cspSource: webview.cspSource,
      nonce: crypto.randomUUID(),
      scriptUris: [uri("timeline-picture.js"), uri("timeline.js")],
      styleUri: uri("timeline.css"),
      title: t("Timeline"),
      data: { words: pageWords() },
    });
    webview.onDidReceiveMessage((message: PageMessage) => this.#received(message));
    panel.onDidChangeViewState(() => {
      if (panel.visible) this.#load();
    });
    panel.onDidDispose(() => {
      clearTimeout(this.#timer);
      this.#panel = undefined;
      this.#session = undefined;
      this.#selected = undefined;
      this.#content = undefined;
    });
    return panel;
  }

  #load(): void {
    clearTimeout(this.#timer);
    const session = this.#session;
    if (session === undefined || !this.#panel?.visible) return;
    session.request("asyncioTimeline", { limit: SPANS }).then(
      (response) => {
        if (this.#session !== session) return;
        this.#content = timelineContent(response, session.model, this.#selected);
        if (this.#panel !== undefined) this.#panel.title = this.#content.title;
        this.#post({ kind: "content", content: this.#content });
        this.#timer = setTimeout(() => this.#load(), BETWEEN_LOADS_MS);
      },
      (error: unknown) => {
        if (this.#session !== session) return;
        if (this.#sessions.get(session.id) !== session) this.#ended();
        else this.#post({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
      },
    );
  }

  #ended(): void {
    clearTimeout(this.#timer);
    this.#post({ kind: "ended" });
  }

  #post(message: object): void {
    this.#panel?.webview.postMessage(message).then(undefined, () => {
      // The panel was closed meanwhile.
    });
  }

  #received({ kind, taskId }: PageMessage): void {
    const session = this.#session;
    if (kind === "ready") {
      if (this.#content !== undefined) this.#post({ kind: "content", content: this.#content });
      this.#load();
      return;
    }
    if (session === undefined || typeof taskId !== "number") return;
    if (kind === "select") {
      this.#selected = taskId;
      this.#load();
    } else if (this.#sessions.get(session.id) === session) {
      this.#inspect.show(session, taskId);
    }
  }
}

/** Phrases of the page, with `{0}` where it puts values. */
function pageWords(): Readonly<Record<string, string>> {
  return {
    milliseconds: t("{0} ms", "{0}"),
    seconds: t("{0} s", "{0}"),
    tasks: t("Tasks over time"),
    story: t("Story of {0}", "{0}"),
    noStory: t("Select a task to read its story."),
    zoomIn: t("Zoom In"),
    zoomOut: t("Zoom Out"),
    fit: t("Show All"),
    follow: t("Follow"),
    inspect: t("Inspect Task"),
    keys: t(
      "Up and Down select a task, Left and Right move in time, + and - zoom, 0 shows all, Enter inspects.",
    ),
    legendStep: t("runs"),
    legendReady: t("ready"),
    legendWait: t("waits"),
    range: t("Shown: {0} to {1}", "{0}", "{1}"),
    ended: t("The program has ended. This is what was seen last."),
  };
}
