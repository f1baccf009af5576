/** The three ways in which a coroutine runs, for tests whose body must hold for all of them. */
import { type CoroutineFunction, coroutine } from "../../src/runtime/coroutines.js";
import { installGeneratorHook } from "../../src/runtime/generator_hook.js";

/** One way to run coroutines. */
export interface Flavour {
  readonly name: string;
  /** Turns a generator function into a coroutine function of this flavour. */
  readonly make: <F extends CoroutineFunction>(generatorFunction: F) => F;
  /** Prepares the process; returns what undoes it. */
  readonly install: () => () => void;
}

/** Plain generators, `coroutine()` functions, and plain generators under the debugger's hook. */
export const FLAVOURS: readonly Flavour[] = [
  { name: "plain generators", make: (f) => f, install: () => () => {} },
  { name: "coroutine() functions", make: coroutine, install: () => () => {} },
  { name: "plain generators with the hook", make: (f) => f, install: installGeneratorHook },
];

/** Declares the same tests for every flavour. */
export function describeFlavours(
  title: string,
  body: (make: Flavour["make"], flavour: Flavour) => void,
): void {
  for (const flavour of FLAVOURS) {
    describe(`${title}, ${flavour.name}`, () => {
      let uninstall: () => void = () => {};
      beforeEach(() => {
        uninstall = flavour.install();
      });
      afterEach(() => uninstall());
      body(flavour.make, flavour);
    });
  }
}
