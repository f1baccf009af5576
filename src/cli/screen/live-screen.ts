/** The screen of a live session: takes the program's changes and the keys, draws, and carries out what keys ask. */

import type { DapTask } from "../../protocol/index.js";
import type { ProgramStop } from "../debug/program-stop.js";
import type { DebugSession, OutputCategory, SessionEnd, SessionListener } from "../debug/session.js";
import { emptyTable, type TaskTable } from "../debug/task-table.js";
import { messageOf } from "../errors.js";
import { EXIT } from "../exit-codes.js";
import { painter, wantsColour } from "../text/paint.js";
import { GROUP_FROM, type TreeRow, treeRows } from "../text/tree-layout.js";
import { Frames } from "./frames.js";
import { OutputLog } from "./output-log.js";
import { askProgram, type ProgramEffect } from "./program-requests.js";
import { type Effect, INITIAL_STATE, type Key, pressKey, type ScreenState } from "./state.js";
import { Terminal } from "./terminal.js";
import { pageRows, type ScreenModel, screenLines } from "./view.js";

const NOTHING: TaskTable = emptyTable();

export class LiveScreen implements SessionListener {
  /** What the program wrote. */
  readonly log = new OutputLog();
  /** Settles with an exit code when the user leaves. */
  readonly quit: Promise<number>;

  readonly #program: string;
  readonly #cwd: string;
  readonly #terminal: Terminal;
  readonly #frames: Frames;
  readonly #startedMs = Date.now();
  #quit!: (code: number) => void;
  #session: DebugSession | undefined;
  #state: ScreenState = INITIAL_STATE;
  #rows: readonly TreeRow[] | undefined;
  /** The record of the task in the details pane when its details were last asked for; whether they are being asked. */
  #detailed: DapTask | undefined;
  #asking = false;
  #shownStop: ProgramStop | undefined;
  #end: { readonly text: string; readonly atMs: number } | undefined;

  /** Takes the terminal. */
  constructor(program: string, cwd: string) {
    this.#program = program;
    this.#cwd = cwd;
    this.quit = new Promise((resolve) => {
      this.#quit = resolve;
    });
    this.#terminal = new Terminal(painter(wantsColour(process.env, true)), {
      key: (key) => this.#onKey(key),
      resized: () => this.#frames.request(),
    });
    this.#frames = new Frames(() => this.#draw());
    this.#terminal.enter();
    this.#frames.request();
  }

  /** Shows this session from now on. */
  follow(session: DebugSession): void {
    this.#session = session;
    this.changed();
    void session.ended.then((end) => this.#onEnd(end));
  }

  changed(): void {
    this.#rows = undefined;
    this.#showStop();
    this.#frames.request();
    this.#refreshDetails();
  }

  /** Where the program has stopped anew, its task is selected, and shown with its locals. */
  #showStop(): void {
    const stop = this.#session?.stop;
    if (stop === this.#shownStop) return;
    this.#shownStop = stop;
    const row = this.#model().rows.find(({ task }) => stop !== undefined && task.threadId === stop.threadId);
    if (row === undefined) return;
    const inspected = { taskId: row.task.id };
    const pane = this.#state.pane === "output" ? "output" : "inspect";
    this.#update({ selected: { key: row.key, index: 0 }, pane, paneScroll: 0, inspected, notice: undefined });
    this.#detailed = undefined;
  }

  output(text: string, category: OutputCategory): void {
    this.log.push(text, category);
    if (this.#state.pane === "output") this.#frames.request();
  }

  /** Gives the terminal back. Safe to repeat. */
  dispose(): void {
    this.#frames.dispose();
    this.#terminal.leave();
  }

  #model(): ScreenModel {
    const table = this.#session?.table ?? NOTHING;
    this.#rows ??= treeRows(table.tasks.values(), {
      order: this.#state.order,
      ended: this.#state.ended,
      groupFrom: GROUP_FROM,
      toggled: this.#state.toggled,
    });
    return {
      program: this.#program,
      processId: this.#session?.processId,
      startedMs: this.#startedMs,
      end: this.#end?.text,
      stop: this.#end === undefined ? this.#session?.stop : undefined,
      table,
      rows: this.#rows,
      output: this.log,
      nowMs: this.#end?.atMs ?? Date.now(),
      cwd: this.#cwd,
    };
  }

  #draw(): void {
    this.#terminal.draw(screenLines(this.#model(), this.#state, this.#terminal.size()));
  }

  /** Asks again for the task in the details pane once its record is another one. */
  #refreshDetails(): void {
    const { pane, inspected } = this.#state;
    const session = this.#session;
    if (pane !== "inspect" || inspected === undefined || session === undefined) return;
    const record = session.table.tasks.get(inspected.taskId);
    if (record === this.#detailed || this.#asking) return;
    this.#detailed = record;
    void this.#carryOut({ kind: "inspect", taskId: inspected.taskId });
  }

  #update(change: Partial<ScreenState>): void {
    this.#state = { ...this.#state, ...change };
    this.#frames.request();
  }

  #onKey(key: Key): void {
    const model = this.#model();
    const context = { rows: model.rows, pageRows: pageRows(model, this.#state, this.#terminal.size()) };
    const { state, effect } = pressKey(this.#state, key, context);
    this.#state = state;
    this.#rows = undefined;
    this.#frames.request();
    if (effect !== undefined) void this.#carryOut(effect);
  }

  async #carryOut(effect: Effect): Promise<void> {
    switch (effect.kind) {
      case "quit":
        this.#quit(EXIT.ok);
        return;
      case "suspend":
        this.#terminal.suspend();
        return;
      case "redraw":
        this.#terminal.clear();
        this.#frames.request();
        return;
    }
    const session = this.#session;
    if (session === undefined || this.#end !== undefined) {
      const text = this.#end === undefined ? "The program is still starting." : "The program has ended.";
      this.#update({ notice: { text, bad: true } });
      return;
    }
    try {
      await this.#ask(session, effect);
    } catch (error) {
      if (effect.kind === "inspect")
        this.#update({ inspected: { taskId: effect.taskId, error: messageOf(error) } });
      else this.#update({ notice: { text: messageOf(error), bad: true } });
    }
  }

  async #ask(
    session: DebugSession,
    effect: ProgramEffect | Extract<Effect, { kind: "inspect" }>,
  ): Promise<void> {
    switch (effect.kind) {
      case "inspect": {
        this.#asking = true;
        const body = await session.inspect(effect.taskId).finally(() => {
          this.#asking = false;
        });
        // Meanwhile another one may have been selected.
        if (this.#state.inspected?.taskId === effect.taskId)
          this.#update({ inspected: { taskId: effect.taskId, body } });
        return;
      }
      default: {
        const notice = await askProgram(session, effect);
        if (notice !== undefined) this.#update({ notice });
      }
    }
  }

  #onEnd(end: SessionEnd): void {
    const text =
      end.failure ?? (end.exitCode === undefined ? "ended" : `ended with exit code ${end.exitCode}`);
    this.#end = { text, atMs: Date.now() };
    const failed = end.failure !== undefined || (end.exitCode ?? 0) !== 0;
    if (failed && this.#state.pane === "none") this.#update({ pane: "output" });
    this.changed();
  }
}
