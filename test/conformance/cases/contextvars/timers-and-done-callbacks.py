"""Callbacks run in the context of whoever asked for them, or in the one that was given."""

import asyncio
import contextvars

var = contextvars.ContextVar("var", default="none")


async def main():
    loop = asyncio.get_running_loop()
    given = contextvars.copy_context()
    given.run(var.set, "given")
    future = loop.create_future()
    show_value = lambda what: print(what if isinstance(what, str) else "done", var.get())
    var.set("first")
    loop.call_later(0.01, show_value, "timer")
    future.add_done_callback(show_value)
    future.add_done_callback(show_value, context=given)
    var.set("second")
    loop.call_soon(show_value, "soon")
    loop.call_soon(lambda: var.set("changed by a callback"))
    await asyncio.sleep(0)
    print(var.get())
    future.set_result(None)
    await asyncio.sleep(0.02)


asyncio.run(main())
