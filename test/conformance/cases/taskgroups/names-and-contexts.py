"""The options of create_task are those of the tasks of a group."""

import asyncio
import contextvars

var = contextvars.ContextVar("var", default="none")


async def work():
    before = var.get()
    var.set("task")
    return before, asyncio.current_task().get_name()


async def main():
    var.set("main")
    context = contextvars.copy_context()
    context.run(var.set, "given")
    async with asyncio.TaskGroup() as group:
        one = group.create_task(work(), name="one")
        two = group.create_task(work(), name="two", context=context)
    print(list(one.result()), list(two.result()), var.get(), context.run(var.get))


asyncio.run(main())
