"""Default, set, reset, tokens, and the errors of each."""

import asyncio
import contextvars


var = contextvars.ContextVar("var", default="default")
bare = contextvars.ContextVar("bare")


async def main():
    print(var.get(), var.get("fallback"), bare.get("fallback"))
    try:
        bare.get()
    except LookupError as error:
        print(type(error).__name__)
    first = var.set("one")
    second = var.set("two")
    print(var.get(), second.old_value, first.old_value is contextvars.Token.MISSING)
    var.reset(second)
    print(var.get())
    try:
        var.reset(second)
    except RuntimeError as error:
        print(type(error).__name__)
    var.reset(first)
    print(var.get())
    try:
        bare.reset(var.set("three"))
    except ValueError as error:
        print(type(error).__name__)
    inside = contextvars.copy_context()
    token = inside.run(lambda: var.set("inside"))
    print(inside[var], var.get())
    try:
        var.reset(token)
    except ValueError as error:
        print(type(error).__name__)


asyncio.run(main())
