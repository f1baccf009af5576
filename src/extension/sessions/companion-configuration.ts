/** What a debugpy session is given so that its tasks can be shown, and what its companion is started with. */

import type { CompanionArguments } from "../../protocol/index.js";

/** Debug types of the Python extensions: today's, and the one that older launch.json files name. */
export const PYTHON_DEBUG_TYPES = ["debugpy", "python"] as const;

/** Arms the agent of a program for guests. Pinned by a test to `loopscope_agent/names.py`. */
export const ARM_VARIABLE = "LOOPSCOPE_PYTHON_ARM";

type Configuration = Readonly<Record<string, unknown>>;

interface CompanionConfiguration extends CompanionArguments {
  readonly type: string;
  readonly request: string;
  readonly name: string;
  readonly language: string;
  readonly processId: number;
}

/** What `python/inject.py` answers. */
export interface Injected {
  readonly pid: number;
  /** Where the program will be found once its agent listens; null: it offers itself to nobody on this system. */
  readonly sessionFile: string | null;
  /** The agent listens: the program has imported asyncio. */
  readonly armed: boolean;
}

/** Whether a session gets a companion: one that is debugged, and whose program this extension can reach. */
export function wantsCompanion({ type, noDebug }: Configuration): boolean {
  return (PYTHON_DEBUG_TYPES as readonly unknown[]).includes(type) && noDebug !== true;
}

/**
 * A launch with the agent's folder first in PYTHONPATH, as a new configuration; any other configuration as it is.
 * @param inherited the PYTHONPATH of the extension host, which the program would have inherited.
 */
export function withAgent<T extends Configuration>(
  configuration: T,
  bootFolder: string,
  inherited: string | undefined,
  separator: string,
): T {
  if (configuration["request"] !== "launch" || !wantsCompanion(configuration)) return configuration;
  const given = configuration["env"] ?? {};
  // What is wrong with it is for the debugger to say.
  if (typeof given !== "object" || Array.isArray(given)) return configuration;
  const env = given as Configuration;
  const own = typeof env["PYTHONPATH"] === "string" ? env["PYTHONPATH"] : inherited;
  const folders = own ? own.split(separator) : [];
  if (folders[0] === bootFolder) return configuration;
  return {
    ...configuration,
    env: { ...env, [ARM_VARIABLE]: "1", PYTHONPATH: [bootFolder, ...folders].join(separator) },
  };
}

/**
 * The Python expression that brings the agent into the program, or finds the one that is there. It leaves no name behind,
 * and relies on none that a program may have changed.
 * @param report the file that the answer is written to: what an expression comes to is not told by every debugpy.
 */
export function injectionExpression(script: string, report: string): string {
  const path = pythonText(script);
  const scope = `{"__file__": ${path}, "report": ${pythonText(report)}}`;
  // Reads it and closes the file: a warning about an open one would be the program's.
  const source = `__import__("importlib.machinery").machinery.SourceFileLoader("loopscope", ${path}).get_data(${path})`;
  return `(lambda b: b.exec(b.compile(${source}, ${path}, "exec"), ${scope}))(__import__("builtins"))`;
}

/** Reads the report. @throws Error with the reason when the agent could not be brought in. */
export function readInjected(report: string): Injected {
  const { problem, pid, sessionFile, armed } = JSON.parse(report) as Partial<Injected & { problem: string }>;
  if (problem !== undefined) throw new Error(problem);
  if (typeof pid !== "number" || sessionFile === undefined) throw new Error(report.slice(0, 200));
  return { pid, sessionFile, armed: armed === true };
}

/** The session below a debugpy session: a guest of its program. */
export function companionConfiguration(
  parent: { readonly name: string },
  { pid, sessionFile }: Injected,
): CompanionConfiguration {
  return {
    type: "asyncio",
    request: "attach",
    name: `${parent.name}: asyncio`,
    language: "python",
    processId: pid,
    ...(sessionFile === null ? {} : { sessionFile }),
    companion: true,
  };
}

/** A text as a Python literal: JSON's escapes are Python's as well, but for characters beyond 16 bits. */
function pythonText(text: string): string {
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/gu,
    (character) => `\\U${character.codePointAt(0)!.toString(16).padStart(8, "0")}`,
  );
}
