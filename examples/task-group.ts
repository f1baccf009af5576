// A TaskGroup waits for all its tasks; when one fails, the others are cancelled, and the failures come out together.
import * as asyncio from "loopscope";

function* part(name: string, seconds: number, fails = false) {
  try {
    yield* asyncio.sleep(seconds);
    if (fails) throw new Error(`${name} broke`);
    console.log(`${name} is done`);
    return name;
  } catch (error) {
    if (error instanceof asyncio.CancelledError) console.log(`${name} is cancelled`);
    throw error;
  }
}

function* main() {
  const [wheel, frame] = yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
    return [group.createTask(part("wheel", 0.01)), group.createTask(part("frame", 0.03))] as const;
  });
  console.log(`built from ${wheel.result()} and ${frame.result()}`);

  try {
    yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
      group.createTask(part("saddle", 0.01, true));
      group.createTask(part("bell", 3600));
    });
  } catch (error) {
    if (!(error instanceof asyncio.ExceptionGroup)) throw error;
    console.log(error.message);
    for (const failure of error.errors) console.log(`- ${failure.message}`);
  }
}

await asyncio.run(main());

// Prints:
// wheel is done
// frame is done
// built from wheel and frame
// bell is cancelled
// unhandled errors in a TaskGroup (1 sub-exception)
// - saddle broke
