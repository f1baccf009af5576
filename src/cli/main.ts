#!/usr/bin/env node
/** The terminal client's entry: reads the command line, runs the command, sets the exit code. */
import { readFileSync } from "node:fs";
import { type Command, parseCommandLine } from "./arguments.js";
import { cancel } from "./commands/cancel.js";
import { diagnose } from "./commands/diagnose.js";
import { dump } from "./commands/dump.js";
import { compare, show } from "./commands/dump-files.js";
import { ps } from "./commands/ps.js";
import { run } from "./commands/run.js";
import { tree } from "./commands/tree.js";
import { where } from "./commands/where.js";
import { type Console, processConsole } from "./console.js";
import { messageOf, UsageError, UserError } from "./errors.js";
import { EXIT } from "./exit-codes.js";
import { helpText } from "./help.js";

function version(): string {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return (manifest as { version: string }).version;
}

function dispatch(console: Console, command: Command): Promise<number> | number {
  switch (command.command) {
    case "run":
      return run(console, command);
    case "ps":
      return ps(console, command.json);
    case "tree":
      return tree(console, command.target, command);
    case "where":
      return where(console, command);
    case "cancel":
      return cancel(console, command);
    case "diagnose":
      return diagnose(console, command.target, command.json);
    case "dump":
      return dump(console, command);
    case "show":
      return show(console, command.file, command.json);
    case "compare":
      return compare(console, command.before, command.after, command.json);
    case "help":
      process.stdout.write(`${helpText(command.topic)}\n`);
      return EXIT.ok;
    case "version":
      process.stdout.write(`loopscope ${version()}\n`);
      return EXIT.ok;
  }
}

async function main(argv: readonly string[]): Promise<number> {
  const console = processConsole();
  try {
    return await dispatch(console, parseCommandLine(argv));
  } catch (error) {
    if (error instanceof UsageError) {
      console.say(`${error.message} \`loopscope --help\` shows how it is used.`);
      return EXIT.usage;
    }
    if (error instanceof UserError) console.say(error.message);
    else console.say(error instanceof Error ? (error.stack ?? error.message) : messageOf(error));
    return EXIT.failure;
  }
}

process.exitCode = await main(process.argv.slice(2));
