/** The end of the loop closes, at once, the generators that are in the middle; what fails is reported. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

type Generator = asyncio.AsyncGeneratorType<string>;
const generators: Generator[] = [];

const openEnded = asyncio.asyncGenerator(function* openEnded(name: string, seconds: number) {
  try {
    yield name;
  } finally {
    yield* asyncio.sleep(seconds);
    print(name, "closed");
  }
});

const failing = asyncio.asyncGenerator(function* failing() {
  try {
    yield "failing";
  } finally {
    // biome-ignore lint/correctness/noUnsafeFinally: that is the case
    throw new Boom("in finally");
  }
});

function* main() {
  const loop = asyncio.getRunningLoop();
  loop.setExceptionHandler((_loop, { message, exception, asyncgen }) => {
    print(message.split("<")[0], show(exception), asyncgen === generators[2]);
  });
  generators.push(openEnded("slow", 0.04), openEnded("fast", 0.01), failing());
  generators.push(openEnded("unstarted", 0), openEnded("ended", 0));
  for (const generator of generators.slice(0, 3)) print(yield* generator.anext());
  const items: string[] = [];
  yield* asyncio.asyncFor(generators[4] as Generator, function* (item) {
    items.push(item);
  });
  print(items);
  print("main ends");
}

await asyncio.run(main());
