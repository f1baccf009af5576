/** The client as the parts of the adapter see it: where to send events, and how it counts lines and columns. */

import type { DebugProtocol } from "@vscode/debugprotocol";
import type { AsyncioEvents } from "../../protocol/index.js";
import type { EventPace } from "./event-pace.js";

/** Bodies of the events that the adapter sends, by name. */
export interface ClientEvents extends AsyncioEvents {
  initialized: undefined;
  stopped: DebugProtocol.StoppedEvent["body"];
  continued: DebugProtocol.ContinuedEvent["body"];
  exited: DebugProtocol.ExitedEvent["body"];
  terminated: undefined;
  thread: DebugProtocol.ThreadEvent["body"];
  output: DebugProtocol.OutputEvent["body"];
  breakpoint: DebugProtocol.BreakpointEvent["body"];
  process: DebugProtocol.ProcessEvent["body"];
  loadedSource: DebugProtocol.LoadedSourceEvent["body"];
  capabilities: DebugProtocol.CapabilitiesEvent["body"];
  invalidated: DebugProtocol.InvalidatedEvent["body"];
}

export interface Client {
  send<E extends keyof ClientEvents>(event: E, body: ClientEvents[E]): void;
  readonly pace: EventPace;
  /** Bytes that are on their way to the client and were not taken yet. */
  readonly backlogBytes: number;
  /** Resolves when the client has taken what was on its way. */
  drained(): Promise<void>;
  readonly canRunInTerminal: boolean;
  readonly canStartDebugging: boolean;
  /** Asks the client for one more session. Rejects when it does not start it. */
  startDebugging(args: DebugProtocol.StartDebuggingRequestArguments): Promise<void>;
  runInTerminal(args: DebugProtocol.RunInTerminalRequestArguments): Promise<{ processId?: number }>;
}

/** How the client counts. Inside the adapter lines and columns count from 1. */
export interface Counting {
  linesStartAt1: boolean;
  columnsStartAt1: boolean;
  /** Whether the starts of completions count as columns do. */
  completionsStartAt1: boolean;
}

/**
 * VS Code reads the start of a completion as an offset, whatever `columnsStartAt1` says (`filterText` in its `repl.ts`;
 * microsoft/vscode#101623): counted from 1, it drops every completion of a word that has been typed in one go.
 */
export const countsCompletionsFrom0 = (clientId: string | undefined): boolean => clientId === "vscode";

export const toClientLine = (counting: Counting, line: number): number =>
  counting.linesStartAt1 ? line : line - 1;
export const toClientColumn = (counting: Counting, column: number): number =>
  counting.columnsStartAt1 ? column : column - 1;
export const toClientStart = (counting: Counting, column: number): number =>
  counting.completionsStartAt1 ? column : column - 1;
export const fromClientLine = (counting: Counting, line: number): number =>
  counting.linesStartAt1 ? line : line + 1;
export const fromClientColumn = (counting: Counting, column: number): number =>
  counting.columnsStartAt1 ? column : column + 1;
