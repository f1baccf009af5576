/** A task copies its creator's context when it is created; what it sets stays inside. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const variable = new asyncio.ContextVar<string>("var");

function* helper() {
  variable.set(`${variable.get()} by helper`);
}

function* child(name: string) {
  print(name, "starts with", variable.get());
  variable.set(name);
  yield* asyncio.sleep(0);
  yield* helper();
  print(name, "has", variable.get());
}

function* main() {
  variable.set("main");
  const a = asyncio.createTask(child("a"));
  variable.set("changed since");
  const b = asyncio.createTask(child("b"));
  yield* asyncio.gather([a, b, child("c")]);
  print("main has", variable.get());
  yield* helper();
  print("awaited, not a task:", variable.get());
}

await asyncio.run(main());
