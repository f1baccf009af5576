"""A task knows its coroutine, its context and its name."""

import asyncio
import contextvars

var = contextvars.ContextVar("var", default="none")


async def work():
    var.set("set by the task")
    return var.get()


async def main():
    coro = work()
    context = contextvars.copy_context()
    task = asyncio.create_task(coro, name="worker", context=context)
    print(task.get_coro() is coro, task.get_context() is context, task.get_name())
    print(await task, var.get(), context.run(var.get))
    task.set_name(42)
    print(repr(task.get_name()))
    other = asyncio.create_task(asyncio.sleep(0))
    print(other.get_context() is context, other.get_name().startswith("Task-"))
    await other


asyncio.run(main())
