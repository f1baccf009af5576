"""Callbacks run in the context of the moment they were scheduled in, timers and done callbacks, too."""

import asyncio
import contextvars


var = contextvars.ContextVar("var")


def callback(name, *rest):
    print(name, var.get())
    var.set("set by " + name)


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    var.set("soon")
    loop.call_soon(callback, "call_soon")
    var.set("later")
    loop.call_later(0.02, callback, "call_later")
    var.set("done callback")
    future.add_done_callback(lambda _: callback("done"))
    other = contextvars.copy_context()
    other.run(var.set, "given")
    future.add_done_callback(lambda _: callback("given"), context=other)
    var.set("main")
    future.set_result(None)
    await asyncio.sleep(0.04)
    print("main", var.get(), "other", other[var])


asyncio.run(main())
