/** Runs a program on a loop whose clock is driven by hand: hours pass in no time. */
import type { BaseEventLoop } from "../../src/runtime/base_events.js";
import type { Coroutine } from "../../src/runtime/coroutines.js";
import type { ExceptionContext } from "../../src/runtime/events.js";
import { Runner } from "../../src/runtime/runners.js";
import { EventLoop } from "../../src/runtime/unix_events.js";
import { ManualHost } from "./manual-host.js";

/** A loop, its host, and what its exception handler was told. */
export interface TestRun {
  readonly host: ManualHost;
  readonly loop: BaseEventLoop;
  readonly unhandled: ExceptionContext[];
}

/** A loop on a new {@link ManualHost}, whose exception handler collects what it is told. */
export function manualLoop(options: { readonly debug?: boolean } = {}): TestRun {
  const host = new ManualHost();
  const loop = new EventLoop({ host });
  const unhandled: ExceptionContext[] = [];
  loop.setExceptionHandler((_loop, context) => unhandled.push(context));
  if (options.debug !== undefined) loop.setDebug(options.debug);
  return { host, loop, unhandled };
}

/** As `run`, on a loop from {@link manualLoop}; time passes as soon as nothing else is left to do. */
export async function runManually<T>(main: Coroutine<T>, testRun: TestRun = manualLoop()): Promise<T> {
  const { host, loop } = testRun;
  const runner = new Runner({ loopFactory: () => loop });
  const finished = runner.run(main).finally(() => runner.close());
  return host.complete(finished);
}
