"""A handler runs in the context of the task that failed."""

import asyncio
import contextvars

from harness import Boom

var = contextvars.ContextVar("var", default="none")


async def fail():
    var.set("inside")
    raise Boom("unseen")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(context["message"], var.get()))
    var.set("outside")
    loop.call_exception_handler({"message": "direct:"})
    task = asyncio.create_task(fail())
    await asyncio.wait([task])
    loop.call_exception_handler({"message": "of the task:", "task": task})
    loop.call_exception_handler({"message": "of the future:", "future": task})
    task.exception()


asyncio.run(main())
