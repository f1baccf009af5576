"""A Runner keeps its loop and its context from run to run, until it is closed."""

import asyncio
import contextvars

from harness import show


var = contextvars.ContextVar("var", default="unset")


async def setter(value):
    before = var.get()
    var.set(value)
    await asyncio.sleep(0)
    return before, asyncio.get_running_loop()


async def inside(runner, coro):
    try:
        runner.run(coro)
    except RuntimeError as error:
        print(show(error))


async def background():
    try:
        await asyncio.sleep(10)
    finally:
        print("background ends")


async def start():
    asyncio.create_task(background())
    await asyncio.sleep(0)


runner = asyncio.Runner()
first, loop = runner.run(setter("one"))
second, same = runner.run(setter("two"))
print(first, second, loop is same, runner.get_loop() is loop, var.get())
given = contextvars.copy_context()
given.run(var.set, "given")
print(runner.run(setter("three"), context=given)[0], given[var])
coro = setter("never")
runner.run(inside(runner, coro))
coro.close()
runner.run(start())
print("closing", loop.is_closed())
runner.close()
print("closed", loop.is_closed())
runner.close()
coro = setter("never")
for refused in (lambda: runner.run(coro), lambda: runner.get_loop()):
    try:
        refused()
    except RuntimeError as error:
        print(show(error))
coro.close()
