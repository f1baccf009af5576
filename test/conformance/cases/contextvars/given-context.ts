/** Tasks that are given one context share it; a context cannot be entered twice. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const variable = new asyncio.ContextVar<number | string>("var", { default: 0 });

function* count(name: string) {
  for (let step = 0; step < 2; step++) {
    variable.set((variable.get() as number) + 1);
    print(name, variable.get());
    yield* asyncio.sleep(0);
  }
}

function* main() {
  const shared = asyncio.copyContext();
  yield* asyncio.gather([
    asyncio.createTask(count("a"), { context: shared }),
    asyncio.createTask(count("b"), { context: shared }),
  ]);
  print("main", variable.get(), "shared", shared.get(variable));
  const copied = shared.copy();
  copied.run(() => variable.set("copied"));
  print(
    shared.get(variable),
    copied.get(variable),
    shared.has(variable as never),
    shared.size === copied.size,
  );
  try {
    shared.run(() => shared.run(print, "never"));
  } catch (error) {
    print((error as Error).constructor.name);
  }
  yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
    group.createTask(count("grouped"), { context: shared });
  });
  print(shared.get(variable));
}

await asyncio.run(main());
