/** Choosing what handles a session's requests: the language is known once the client says what to run. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { NO_STOPS, type StopChoice } from "./breakpoints/exception-filters.js";
import type { Arguments } from "./dap/arguments.js";
import type { Client, Counting } from "./dap/client.js";
import { isPythonProcess } from "./python/guest.js";
import { isPython } from "./python/python-arguments.js";
import { type EarlyConfiguration, PythonRequests } from "./python/requests.js";
import { chosenStops } from "./requests/breakpoint-requests.js";
import { type Handler, type LanguageRequests, RequestHandlers } from "./requests/requests.js";

type EarlyBreakpoints = EarlyConfiguration["breakpoints"][number];

/** Clients do by themselves what is taken back: they end the session and begin another for a restart. */
const NODE_ONLY: DebugProtocol.Capabilities = {
  supportsRestartRequest: false,
  supportsLoadedSourcesRequest: false,
  supportsClipboardContext: false,
};

/** Requests of one session. Until the program is known they are taken as for Node, and handed over if it is Python. */
export class Languages implements LanguageRequests {
  readonly #client: Client;
  readonly #counting: Counting = {
    linesStartAt1: true,
    columnsStartAt1: true,
    completionsStartAt1: true,
  };
  readonly #node: RequestHandlers;
  readonly #breakpoints = new Map<string, EarlyBreakpoints>();
  #stops: StopChoice = NO_STOPS;
  #configured = false;
  #python: PythonRequests | undefined;

  constructor(client: Client) {
    this.#client = client;
    this.#node = new RequestHandlers(client, this.#counting);
  }

  find(command: string): Handler | undefined {
    if (command === "launch" || command === "attach")
      return (args, signal) => this.#start(command, args, signal);
    if (this.#python !== undefined && command !== "initialize") return this.#python.find(command);
    const handler = this.#node.find(command);
    if (handler === undefined) return undefined;
    if (command === "setBreakpoints") return (args, signal) => this.#noteBreakpoints(handler, args, signal);
    if (command === "setExceptionBreakpoints") {
      return (args, signal) => {
        this.#stops = chosenStops(args);
        return handler(args, signal);
      };
    }
    if (command === "configurationDone") {
      return (args, signal) => {
        this.#configured = true;
        return handler(args, signal);
      };
    }
    return handler;
  }

  clientGone(): Promise<void> {
    return (this.#python ?? this.#node).clientGone();
  }

  #start(command: "launch" | "attach", args: Arguments, signal: AbortSignal): unknown {
    const processId = Number(args.raw("processId"));
    const python =
      isPython(command, args) ||
      (command === "attach" && Number.isSafeInteger(processId) && isPythonProcess(processId));
    if (python) {
      // What the answer to `initialize` promised is for Node programs.
      this.#client.send("capabilities", { capabilities: NODE_ONLY });
      this.#python ??= new PythonRequests(this.#client, this.#counting, {
        breakpoints: [...this.#breakpoints.values()],
        stops: this.#stops,
        configured: this.#configured,
      });
    }
    return (this.#python ?? this.#node).find(command)?.(args, signal);
  }

  async #noteBreakpoints(handler: Handler, args: Arguments, signal: AbortSignal): Promise<unknown> {
    const answer = (await handler(args, signal)) as { breakpoints: DebugProtocol.Breakpoint[] };
    const plain = { source: args.raw("source"), breakpoints: args.raw("breakpoints") ?? [] };
    this.#breakpoints.set(args.object("source").string("path"), { args: plain, told: answer.breakpoints });
    return answer;
  }
}
