"""A runner keeps one loop and one context for all that it runs."""

import asyncio
import contextvars

from harness import show

var = contextvars.ContextVar("var", default="none")


async def work(value):
    before = var.get()
    var.set(value)
    return before


with asyncio.Runner() as runner:
    loop = runner.get_loop()
    print([runner.run(work(value)) for value in ("a", "b", "c")])
    print(var.get(), runner.get_loop() is loop)
    own = contextvars.copy_context()
    print(runner.run(work("d"), context=own), own.get(var), runner.run(work("e")))
print(loop.is_closed())
for refused in (runner.get_loop, lambda: runner.run(coro)):
    coro = work("never")
    try:
        refused()
    except RuntimeError as error:
        print(show(error))
    coro.close()
runner.close()
