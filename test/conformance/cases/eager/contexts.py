"""An eager task has a context of its own, in its first step as well."""

import asyncio
import contextvars

var = contextvars.ContextVar("var", default="none")


async def work(value):
    before = var.get()
    var.set(value)
    await asyncio.sleep(0)
    return before, var.get()


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    var.set("main")
    one = asyncio.create_task(work("one"))
    print(var.get())
    two = asyncio.create_task(work("two"))
    print(var.get())
    print([list(values) for values in await asyncio.gather(one, two)])


asyncio.run(main())
