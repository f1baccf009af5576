/**
 * The companion of a session of the Python debugger: a session of ours below it, which shows the tasks of its program.
 * The user's session is started as ever, and goes on whatever becomes of the companion.
 */
import * as vscode from "vscode";
import { Setting } from "../text/contributions.js";
import { t } from "../text/localization.js";
import {
  companionConfiguration,
  type Injected,
  injectionExpression,
  PYTHON_DEBUG_TYPES,
  readInjected,
  wantsCompanion,
  withAgent,
} from "./companion-configuration.js";

/** How often it is looked whether a program has imported asyncio: at first, and later. */
const LOOK_EVERY_MS = 150;
const LOOK_LATER_MS = 1_000;
/** The first looks. */
const MANY_LOOKS = 40;

interface Followed {
  readonly debug: vscode.DebugSession;
  /** VS Code has announced it: children can be started. */
  readonly started: Promise<void>;
  announce(): void;
  ended: boolean;
  asked: boolean;
  companion: vscode.DebugSession | undefined;
}

interface DebugMessage {
  readonly type: string;
  readonly event?: string;
}

export class Companions implements vscode.Disposable {
  readonly #folder: vscode.Uri;
  readonly #reports: vscode.Uri;
  readonly #followed = new Map<string, Followed>();
  readonly #subscriptions: vscode.Disposable;

  /**
   * @param folder the extension's `python` folder.
   * @param reports a folder of the extension's own, for what programs answer.
   */
  constructor(folder: vscode.Uri, reports: vscode.Uri) {
    this.#folder = folder;
    this.#reports = reports;
    this.#subscriptions = vscode.Disposable.from(
      ...PYTHON_DEBUG_TYPES.flatMap((type) => [
        vscode.debug.registerDebugConfigurationProvider(type, {
          resolveDebugConfigurationWithSubstitutedVariables: (workspace, configuration) =>
            this.#prepare(workspace, configuration),
        }),
        vscode.debug.registerDebugAdapterTrackerFactory(type, {
          createDebugAdapterTracker: (session) => this.#follow(session),
        }),
      ]),
      vscode.debug.onDidStartDebugSession((session) => this.#started(session)),
      vscode.debug.onDidTerminateDebugSession((session) => this.#terminated(session)),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#followed.clear();
  }

  #prepare(
    workspace: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration {
    if (!isWanted(workspace)) return configuration;
    const boot = vscode.Uri.joinPath(this.#folder, "boot").fsPath;
    const separator = process.platform === "win32" ? ";" : ":";
    return withAgent(configuration, boot, process.env["PYTHONPATH"], separator);
  }

  #follow(debug: vscode.DebugSession): vscode.DebugAdapterTracker | undefined {
    if (!isWanted(debug.workspaceFolder) || !wantsCompanion(debug.configuration)) return undefined;
    let announce = (): void => undefined;
    const started = new Promise<void>((resolve) => {
      announce = resolve;
    });
    const followed: Followed = {
      debug,
      started,
      announce,
      ended: false,
      asked: false,
      companion: undefined,
    };
    this.#followed.set(debug.id, followed);
    return {
      onDidSendMessage: ({ type, event }: DebugMessage) => {
        // From here on the debugger is in the program, which is held before its first line if it was launched.
        if (type !== "event" || event !== "initialized" || followed.asked) return;
        followed.asked = true;
        this.#accompany(followed).catch((failure: unknown) => {
          if (!followed.ended) note(followed, failure instanceof Error ? failure.message : String(failure));
        });
      },
    };
  }

  #started(session: vscode.DebugSession): void {
    this.#followed.get(session.id)?.announce();
    const parent = session.parentSession && this.#followed.get(session.parentSession.id);
    if (parent === undefined || session.configuration["companion"] !== true) return;
    parent.companion = session;
    if (parent.ended) end(session);
  }

  /** The companion goes with the session that it belongs to, also when the program goes on without a debugger. */
  #terminated(session: vscode.DebugSession): void {
    const followed = this.#followed.get(session.id);
    if (followed !== undefined) {
      followed.ended = true;
      followed.announce();
      this.#followed.delete(session.id);
      if (followed.companion !== undefined) end(followed.companion);
      return;
    }
    for (const parent of this.#followed.values()) {
      if (parent.companion?.id === session.id) parent.companion = undefined;
    }
  }

  async #accompany(followed: Followed): Promise<void> {
    const injected = await this.#inject(followed.debug);
    if (injected.sessionFile === null) {
      throw new Error(t("on this system, programs cannot be reached by a second debugger"));
    }
    await followed.started;
    if (!injected.armed) await this.#untilArmed(followed, vscode.Uri.file(injected.sessionFile));
    if (!followed.ended) await this.#start(followed, injected);
  }

  /** Without a frame, so that the program need not be stopped. */
  async #inject(debug: vscode.DebugSession): Promise<Injected> {
    const script = vscode.Uri.joinPath(this.#folder, "inject.py");
    const report = vscode.Uri.joinPath(this.#reports, `${debug.id}.json`);
    await vscode.workspace.fs.createDirectory(this.#reports);
    const answered = debug.customRequest("evaluate", {
      expression: injectionExpression(script.fsPath, report.fsPath),
      // The debug console's context prints what it comes to.
      context: "watch",
    });
    const refusal = await Promise.resolve(answered).then(() => "", String);
    if (!(await exists(report))) {
      if (refusal !== "" && !refusal.includes("FileNotFoundError")) throw new Error(refusal);
      throw new Error(
        t("it runs where the files of this extension are not: on another machine or in a container"),
      );
    }
    try {
      return readInjected(new TextDecoder().decode(await vscode.workspace.fs.readFile(report)));
    } finally {
      await vscode.workspace.fs.delete(report);
    }
  }

  /** A program may import asyncio late, or never: then nothing is shown, and nothing said. */
  async #untilArmed(followed: Followed, file: vscode.Uri): Promise<void> {
    for (let looks = 0; !followed.ended; looks++) {
      if (await exists(file)) return;
      await new Promise((resolve) => {
        setTimeout(resolve, looks < MANY_LOOKS ? LOOK_EVERY_MS : LOOK_LATER_MS);
      });
    }
  }

  async #start({ debug }: Followed, injected: Injected): Promise<void> {
    const started = await vscode.debug.startDebugging(
      debug.workspaceFolder,
      { ...companionConfiguration(debug, injected) },
      {
        parentSession: debug,
        // Stop and Restart are about the program. `compact` would have VS Code take the keyboard's steps to us.
        lifecycleManagedByParent: true,
        suppressDebugToolbar: true,
        suppressDebugStatusbar: true,
        suppressDebugView: true,
        suppressSaveBeforeStart: true,
      },
    );
    if (!started) throw new Error(t("VS Code did not start the session that shows them"));
  }
}

/** Code of the program's folder runs when it is debugged, so an untrusted one gets nothing of ours into it. */
function isWanted(folder: vscode.WorkspaceFolder | undefined): boolean {
  if (!vscode.workspace.isTrusted) return false;
  return vscode.workspace.getConfiguration(undefined, folder).get<boolean>(Setting.pythonCompanion, true);
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}

/** VS Code hands Stop of such a session to its parent, so its adapter is asked to let go. */
function end(companion: vscode.DebugSession): void {
  companion.customRequest("disconnect", {}).then(undefined, () => undefined);
}

/** Says once, where the program's output is, why there are no tasks. The session goes on as it would have. */
function note({ debug }: Followed, reason: string): void {
  const text = t("Loopscope cannot show the asyncio tasks of '{0}': {1}", debug.name, reason);
  vscode.debug.activeDebugConsole.appendLine(text);
}
