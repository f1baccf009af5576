import assert from "node:assert/strict";
import { Context, ContextVar, copyContext, LookupError, Token } from "../../../src/runtime/index.js";

describe("a context variable", () => {
  it("gives its value, the fallback, its default, or LookupError, in this order", () => {
    new Context().run(() => {
      const bare = new ContextVar<number>("bare");
      const withDefault = new ContextVar<number | undefined>("d", { default: undefined });
      assert.throws(() => bare.get(), LookupError);
      assert.throws(() => bare.get(), { message: "<ContextVar name='bare'>" });
      assert.equal(bare.get("fallback"), "fallback");
      assert.equal(withDefault.get(), undefined);
      assert.equal(withDefault.get(2), 2);
      bare.set(0);
      assert.equal(bare.get("fallback"), 0);
    });
  });

  it("is put back by its token, once, by the right variable, in the right context", () => {
    new Context().run(() => {
      const variable = new ContextVar<number>("v");
      const other = new ContextVar<number>("o");
      const first = variable.set(1);
      const second = variable.set(2);
      assert.equal(first.oldValue, Token.MISSING);
      assert.equal(second.oldValue, 1);
      assert.equal(second.var, variable);
      assert.throws(() => other.reset(second), { name: "ValueError", message: /different ContextVar/ });
      assert.throws(() => copyContext().run(() => variable.reset(second)), {
        name: "ValueError",
        message: /different Context/,
      });
      variable.reset(second);
      assert.equal(variable.get(), 1);
      assert.throws(() => variable.reset(second), {
        name: "RuntimeError",
        message: /already been used once/,
      });
      variable.reset(first);
      assert.equal(variable.get(null), null);
    });
  });
});

describe("a context", () => {
  it("does not let changes out, nor changes to a copy in", () => {
    const variable = new ContextVar<string>("v", { default: "none" });
    const context = new Context();
    context.run(() => variable.set("inside"));
    assert.equal(variable.get(), "none");
    const copy = context.copy();
    copy.run(() => variable.set("copy"));
    context.run(() => assert.equal(variable.get(), "inside"));
    context.run(() => variable.set("changed"));
    assert.equal(copy.get(variable), "copy");
    assert.equal(context.get(variable), "changed");
  });

  it("cannot be entered twice", () => {
    const context = new Context();
    context.run(() => {
      assert.throws(() => context.run(() => {}), { name: "RuntimeError", message: /is already entered$/ });
    });
    assert.equal(
      context.run((n: number) => n + 1, 1),
      2,
    );
  });

  it("is left when what runs in it throws", () => {
    const variable = new ContextVar<number>("v", { default: 0 });
    const context = new Context();
    assert.throws(() =>
      context.run(() => {
        variable.set(1);
        throw new Error("out");
      }),
    );
    assert.equal(variable.get(), 0);
  });

  it("is a mapping", () => {
    const a = new ContextVar<number>("a");
    const b = new ContextVar<number>("b", { default: 9 });
    const context = new Context();
    context.run(() => a.set(1));
    assert.equal(context.size, 1);
    assert.equal(context.has(a), true);
    assert.equal(context.has(b), false);
    assert.equal(context.get(b), undefined);
    assert.equal(context.get(b, 2), 2);
    assert.deepEqual([...context], [a]);
    assert.deepEqual([...context.keys()], [a]);
    assert.deepEqual([...context.values()], [1]);
    assert.deepEqual([...context.items()], [[a, 1]]);
  });
});
