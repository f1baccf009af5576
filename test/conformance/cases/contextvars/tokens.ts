/** A token takes back one set, once, in its own context. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const variable = new asyncio.ContextVar<number | string>("var");

function attempt(action: () => unknown) {
  try {
    return action() ?? null;
  } catch (error) {
    return (error as Error).constructor.name;
  }
}

function* main() {
  print(
    attempt(() => variable.get()),
    variable.get("given"),
    variable.name,
  );
  const one = variable.set(1);
  const two = variable.set(2);
  print(one.oldValue === asyncio.Token.MISSING, two.oldValue, two.var === variable);
  variable.reset(two);
  print(variable.get());
  print(attempt(() => variable.reset(two)));
  print(asyncio.copyContext().run(() => attempt(() => variable.reset(one))));
  variable.reset(one);
  print(attempt(() => variable.get()));
}

await asyncio.run(main());
