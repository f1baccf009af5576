// Suspending below a chain of coroutines. Arguments: depth; `coroutine` to decorate them.
import * as asyncio from "loopscope";
import { wakeIfAsked } from "./awake.js";
import { sample } from "./sampling.js";

const depth = Number(process.argv[2]);
const decorated = process.argv[3] === "coroutine";
const SUSPENSIONS = 20_000;

function* plain(level: number): asyncio.Coroutine<void> {
  if (level > 1) return yield* plain(level - 1);
  for (let i = 0; i < SUSPENSIONS; i++) yield* asyncio.sleep(0);
}

const named = asyncio.coroutine(function* named(level: number): asyncio.Coroutine<void> {
  if (level > 1) return yield* named(level - 1);
  for (let i = 0; i < SUSPENSIONS; i++) yield* asyncio.sleep(0);
});

function* main() {
  const nested = decorated ? named : plain;
  yield* asyncio.gather(Array.from({ length: 10 }, () => nested(depth)));
}

wakeIfAsked();
await sample(SUSPENSIONS * 10, () => asyncio.run(main()));
