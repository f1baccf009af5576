/** Default, set, reset, tokens, and the errors of each. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const variable = new asyncio.ContextVar("var", { default: "default" });
const bare = new asyncio.ContextVar<string>("bare");

function* main() {
  print(variable.get(), variable.get("fallback"), bare.get("fallback"));
  try {
    bare.get();
  } catch (error) {
    print((error as Error).constructor.name);
  }
  const first = variable.set("one");
  const second = variable.set("two");
  print(variable.get(), second.oldValue, first.oldValue === asyncio.Token.MISSING);
  variable.reset(second);
  print(variable.get());
  try {
    variable.reset(second);
  } catch (error) {
    print((error as Error).constructor.name);
  }
  variable.reset(first);
  print(variable.get());
  try {
    bare.reset(variable.set("three"));
  } catch (error) {
    print((error as Error).constructor.name);
  }
  const inside = asyncio.copyContext();
  const token = inside.run(() => variable.set("inside"));
  print(inside.get(variable), variable.get());
  try {
    variable.reset(token);
  } catch (error) {
    print((error as Error).constructor.name);
  }
}

await asyncio.run(main());
