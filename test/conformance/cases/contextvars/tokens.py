"""A token takes back one set, once, in its own context."""

import asyncio
import contextvars

var = contextvars.ContextVar("var")


def attempt(function):
    try:
        return function()
    except (LookupError, RuntimeError, ValueError) as error:
        return type(error).__name__


async def main():
    print(attempt(var.get), var.get("given"), var.name)
    one = var.set(1)
    two = var.set(2)
    print(one.old_value is contextvars.Token.MISSING, two.old_value, two.var is var)
    var.reset(two)
    print(var.get())
    print(attempt(lambda: var.reset(two)))
    print(contextvars.copy_context().run(lambda: attempt(lambda: var.reset(one))))
    var.reset(one)
    print(attempt(var.get))


asyncio.run(main())
