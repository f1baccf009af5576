/** What each DAP request does. Every handler takes checked arguments and gives the body of the answer, or throws. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { Breakpoints } from "../breakpoints/breakpoints.js";
import { EXCEPTION_FILTERS } from "../breakpoints/exception-filters.js";
import { FunctionBreakpoints } from "../breakpoints/function-breakpoints.js";
import type { Arguments } from "../dap/arguments.js";
import { type Client, type Counting, countsCompletionsFrom0 } from "../dap/client.js";
import { errors } from "../dap/errors.js";
import type { Debuggee } from "../node/debuggee.js";
import { Lifecycle } from "../node/lifecycle.js";
import { SourceNames } from "../sources/source-names.js";
import { breakpointRequests } from "./breakpoint-requests.js";
import { evaluationRequests } from "./evaluation-requests.js";
import { executionRequests } from "./execution-requests.js";
import { inspectionRequests } from "./inspection-requests.js";
import { taskRequests } from "./task-requests.js";
import { taskStopRequests } from "./task-stop-requests.js";

/**
 * Gives the body of a successful answer.
 * @param signal is aborted when the client cancels the request.
 */
export type Handler = (args: Arguments, signal: AbortSignal) => Promise<unknown> | unknown;

/** What handles the requests of a session, for programs of one language or of any. */
export interface LanguageRequests {
  find(command: string): Handler | undefined;
  /** The client is gone: ends or lets go of the program. Never rejects. */
  clientGone(): Promise<void>;
}

/** What the handlers share. */
export interface HandlerContext {
  readonly client: Client;
  readonly counting: Counting;
  readonly lifecycle: Lifecycle;
  /** @throws UserError when there is no program, or it has ended. */
  debuggee(): Debuggee;
}

const CAPABILITIES: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsEvaluateForHovers: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ["."],
  supportsClipboardContext: true,
  supportsCancelRequest: true,
  supportsRestartRequest: true,
  supportsLoadedSourcesRequest: true,
  supportsTerminateRequest: true,
  supportsTerminateThreadsRequest: true,
  supportsExceptionInfoRequest: true,
  supportsDelayedStackTraceLoading: true,
  supportTerminateDebuggee: false,
  supportsExceptionFilterOptions: true,
  supportsRestartFrame: true,
  supportsFunctionBreakpoints: true,
  supportsBreakpointLocationsRequest: true,
  exceptionBreakpointFilters: [...EXCEPTION_FILTERS],
};

/** Requests about Node programs. */
export class RequestHandlers implements LanguageRequests {
  readonly #handlers: ReadonlyMap<string, Handler>;
  readonly #lifecycle: Lifecycle;

  constructor(client: Client, counting: Counting) {
    const names = new SourceNames();
    const breakpoints = new Breakpoints(names, client, counting);
    const functionBreakpoints = new FunctionBreakpoints(breakpoints, client, counting);
    const lifecycle = new Lifecycle({ client, counting, names, breakpoints, functionBreakpoints });
    this.#lifecycle = lifecycle;
    const context: HandlerContext = { client, counting, lifecycle, debuggee: () => lifecycle.debuggee() };
    const own: Record<string, Handler> = {
      initialize: (args) => {
        const pathFormat = args.optionalString("pathFormat");
        if (pathFormat !== undefined && pathFormat !== "path") throw errors.pathFormat();
        counting.linesStartAt1 = args.optionalBoolean("linesStartAt1") ?? true;
        counting.columnsStartAt1 = args.optionalBoolean("columnsStartAt1") ?? true;
        counting.completionsStartAt1 =
          counting.columnsStartAt1 && !countsCompletionsFrom0(args.optionalString("clientID"));
        return CAPABILITIES;
      },
      launch: (args) => lifecycle.launch(args),
      attach: (args) => lifecycle.attach(args),
      configurationDone: () => lifecycle.configurationDone(),
      disconnect: (args) => lifecycle.disconnect(args.optionalBoolean("terminateDebuggee")),
      terminate: () => lifecycle.terminate(),
      restart: async (args) => {
        await lifecycle.restart(args);
        return {};
      },
    };
    this.#handlers = new Map(
      Object.entries({
        ...own,
        ...breakpointRequests(context, { breakpoints, functionBreakpoints }),
        ...executionRequests(context),
        ...inspectionRequests(context),
        ...evaluationRequests(context),
        ...taskRequests({
          pace: client.pace,
          program: () => lifecycle.debuggee(),
          lastProgram: () => lifecycle.lastDebuggee(),
          noteMissingAsyncio: () => lifecycle.noteMissingAsyncio(),
        }),
        ...taskStopRequests(() => {
          const { tasks, execution, taskStops } = lifecycle.debuggee();
          return {
            tasks,
            runToResume: (taskId) => execution.runToResume(taskId),
            stepToAwait: (taskId) => execution.stepToAwait(taskId),
            breakOn: (taskId, enabled) => taskStops.breakOn(taskId, enabled),
            freeze: (taskId, frozen) => taskStops.freeze(taskId, frozen),
          };
        }),
      }),
    );
  }

  find(command: string): Handler | undefined {
    return this.#handlers.get(command);
  }

  async clientGone(): Promise<void> {
    await this.#lifecycle.disconnect(undefined).catch(() => {});
  }
}
