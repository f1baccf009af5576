"""Tasks that are given one context share it; a context cannot be entered twice."""

import asyncio
import contextvars


var = contextvars.ContextVar("var", default=0)


async def count(name):
    for step in range(2):
        var.set(var.get() + 1)
        print(name, var.get())
        await asyncio.sleep(0)


async def main():
    shared = contextvars.copy_context()
    await asyncio.gather(
        asyncio.create_task(count("a"), context=shared),
        asyncio.create_task(count("b"), context=shared),
    )
    print("main", var.get(), "shared", shared[var])
    copied = shared.copy()
    copied.run(var.set, "copied")
    print(shared[var], copied[var], var in shared, len(shared) == len(copied))
    try:
        shared.run(lambda: shared.run(print, "never"))
    except RuntimeError as error:
        print(type(error).__name__)
    async with asyncio.TaskGroup() as group:
        group.create_task(count("grouped"), context=shared)
    print(shared[var])


asyncio.run(main())
