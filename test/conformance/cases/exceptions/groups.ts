/** Exception groups: message, nesting, split and subgroup. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function text(group: unknown): string {
  return show(group);
}

function* main() {
  const group = new asyncio.ExceptionGroup("outer", [
    new Boom("a"),
    new asyncio.ExceptionGroup("inner", [new TypeError("b"), new Boom("c")]),
    new TypeError("d"),
  ]);
  print(show(group));
  const [matching, rest] = group.split(Boom);
  print(text(matching));
  print(text(rest));
  print(text(group.subgroup(TypeError)), group.subgroup(asyncio.CancelledError));
  print(text(group.split((error) => "ad".includes((error as Error).message))[0]));
  const [whole, nothing] = group.split(Error);
  print(whole === group, nothing);
  const mixed = new asyncio.BaseExceptionGroup("mixed", [new asyncio.CancelledError("x"), new Boom("y")]);
  print(mixed.constructor.name, mixed instanceof asyncio.ExceptionGroup);
  print(new asyncio.BaseExceptionGroup("plain", [new Boom("z")]).subgroup(Boom)?.constructor.name);
  for (const refused of [
    () => new asyncio.ExceptionGroup("empty", []),
    () => new asyncio.ExceptionGroup("cancelled", [new asyncio.CancelledError()]),
  ]) {
    try {
      refused();
    } catch (error) {
      print(show(error));
    }
  }
}

await asyncio.run(main());
