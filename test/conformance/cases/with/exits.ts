/** When the exit runs, what it is told, and what its result does. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Manager {
  constructor(
    readonly name: string,
    readonly options: { suppress?: boolean; failIn?: "enter" | "exit" } = {},
  ) {}
  *aenter() {
    print("enter", this.name);
    if (this.options.failIn === "enter") throw new Boom(`entering ${this.name}`);
    yield* asyncio.sleep(0);
    return this.name;
  }
  *aexit(error: unknown): asyncio.Coroutine<boolean> {
    yield* asyncio.sleep(0);
    print("exit", this.name, show(error));
    if (this.options.failIn === "exit") throw new Boom(`leaving ${this.name}`);
    return this.options.suppress ?? false;
  }
}

function* use(outer: Manager, inner: Manager, fail: boolean) {
  try {
    yield* asyncio.asyncWith(outer, function* (o) {
      yield* asyncio.asyncWith(inner, function* (i) {
        print("body", o, i);
        if (fail) throw new Boom("body");
      });
      print("after the inner one");
    });
    print("after both");
  } catch (error) {
    print("caught", show(error));
  }
}

function* main() {
  yield* use(new Manager("o1"), new Manager("i1"), false);
  yield* use(new Manager("o2"), new Manager("i2"), true);
  yield* use(new Manager("o3"), new Manager("i3", { suppress: true }), true);
  yield* use(new Manager("o4", { suppress: true }), new Manager("i4", { failIn: "exit" }), true);
  yield* use(new Manager("o5"), new Manager("i5", { failIn: "enter" }), false);
  yield* use(new Manager("o6", { suppress: true }), new Manager("i6", { failIn: "exit" }), false);
}

await asyncio.run(main());
