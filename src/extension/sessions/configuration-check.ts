/** Debug configurations before they run: what is missing is filled in, what cannot work is said in plain words. */

import { listed, t } from "../text/localization.js";

/** A configuration as VS Code hands it over: nothing in it can be relied on. */
export type RawConfiguration = Readonly<Record<string, unknown>>;

/** Languages that the debugger runs, by VS Code's ids. */
export const LANGUAGES: ReadonlySet<string> = new Set(["typescript", "javascript", "python"]);

const PROGRAM_ENDINGS = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".py"];

/** Someone pressed F5 without a launch.json: nothing is said but, at most, the type. */
export function isEmptyConfiguration({ request, name, program }: RawConfiguration): boolean {
  return !request && !name && !program;
}

/** What is wrong with a configuration whose variables are substituted; undefined when nothing is. */
export function configurationProblem(configuration: RawConfiguration): string | undefined {
  switch (configuration["request"]) {
    case "launch":
      return launchProblem(configuration);
    case "attach":
      return attachProblem(configuration);
    default:
      return t(
        '"request" has to be "launch" or "attach", not {0}.',
        JSON.stringify(configuration["request"]),
      );
  }
}

function launchProblem({ program, module, args, env }: RawConfiguration): string | undefined {
  const isModule = program === undefined && typeof module === "string" && module.trim() !== "";
  if (isModule) return argumentsProblem({ args, env });
  if (typeof program !== "string" || program.trim() === "") {
    return t('The configuration names no program: set "program" to a .ts, .mts, .js, .mjs or .py file.');
  }
  const name = program.toLowerCase();
  if (!PROGRAM_ENDINGS.some((ending) => name.endsWith(ending))) {
    return t("The debugger runs {0} files, not '{1}'.", listed(PROGRAM_ENDINGS), program);
  }
  return argumentsProblem({ args, env });
}

function argumentsProblem({ args, env }: RawConfiguration): string | undefined {
  if (args !== undefined && !(Array.isArray(args) && args.every((arg) => typeof arg === "string"))) {
    return t('"args" has to be a list of strings.');
  }
  if (env !== undefined && (typeof env !== "object" || env === null || Array.isArray(env))) {
    return t('"env" has to be an object: names and values of environment variables.');
  }
  return undefined;
}

function attachProblem({ port, processId, address }: RawConfiguration): string | undefined {
  if (port === undefined && processId === undefined) {
    return t('Set "port" (of node --inspect) or "processId" to say what to attach to.');
  }
  if (port !== undefined && !(isWhole(port) && port > 0 && port < 65_536)) {
    return t('"port" has to be a number from 1 to 65535, not {0}.', JSON.stringify(port));
  }
  if (processId !== undefined && !(isWhole(Number(processId)) && Number(processId) > 0)) {
    return t('"processId" has to be the id of a process, not {0}.', JSON.stringify(processId));
  }
  if (address !== undefined && !["127.0.0.1", "::1", "localhost"].includes(String(address))) {
    return t(`"address" has to be one of this machine's own: 127.0.0.1, ::1 or localhost.`);
  }
  return undefined;
}

function isWhole(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value);
}

/** Absolute on this platform or another one: what is relative lies in `cwd`. */
export function isAbsolutePath(path: string): boolean {
  return /^([\\/]|[a-z]:[\\/])/i.test(path);
}
