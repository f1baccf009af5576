/** `loopscope run` on a terminal: the live task tree. */
import type { LaunchArguments } from "../../protocol/index.js";
import type { RunCommand } from "../arguments.js";
import type { Console } from "../console.js";
import { ConnectionClosed, RequestRefused } from "../debug/connection.js";
import { DebugSession, type SessionEnd } from "../debug/session.js";
import { UserError } from "../errors.js";
import { EXIT } from "../exit-codes.js";
import { type Interruption, watchInterruption } from "../interruption.js";
import { LiveScreen } from "./live-screen.js";

/** Of a program that failed, what it said last is shown again below the shell's prompt. */
const LAST_LINES_SHOWN = 20;

async function launch(args: LaunchArguments, screen: LiveScreen, interruption: Interruption) {
  const launched = DebugSession.launch(args, screen);
  const first = await Promise.race([launched, interruption.happened, screen.quit]);
  if (first instanceof DebugSession) return first;
  void launched.then((late) => late.end()).catch(() => undefined);
  return first;
}

/**
 * Shows the program until it is left, and ends it.
 * @throws UserError when the program cannot be started.
 */
export async function runLive(console: Console, command: RunCommand, args: LaunchArguments): Promise<number> {
  const interruption = watchInterruption();
  const screen = new LiveScreen(command.program, console.cwd);
  let session: DebugSession | undefined;
  let end: SessionEnd | undefined;
  try {
    const first = await launch(args, screen, interruption);
    if (typeof first === "number") return first;
    session = first;
    screen.follow(session);
    void session.ended.then((how) => {
      end = how;
    });
    const code = await Promise.race([screen.quit, interruption.happened]);
    if (end === undefined || code !== EXIT.ok) return code;
    if (end.failure !== undefined) throw new UserError(end.failure);
    return end.exitCode ?? EXIT.ok;
  } catch (error) {
    if (error instanceof RequestRefused || error instanceof ConnectionClosed)
      throw new UserError(error.message);
    throw error;
  } finally {
    screen.dispose();
    // What a program that we end now has as its exit code is no news.
    const exitCode = end?.exitCode;
    await session?.end();
    interruption.dispose();
    if (exitCode !== undefined) {
      if (exitCode !== 0) console.print(screen.log.tail(LAST_LINES_SHOWN));
      console.say(`${command.program} ended with exit code ${exitCode}.`);
    }
  }
}
