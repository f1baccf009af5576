"""A task copies its creator's context when it is created; what it sets stays inside."""

import asyncio
import contextvars


var = contextvars.ContextVar("var")


async def helper():
    var.set(var.get() + " by helper")


async def child(name):
    print(name, "starts with", var.get())
    var.set(name)
    await asyncio.sleep(0)
    await helper()
    print(name, "has", var.get())


async def main():
    var.set("main")
    a = asyncio.create_task(child("a"))
    var.set("changed since")
    b = asyncio.create_task(child("b"))
    await asyncio.gather(a, b, child("c"))
    print("main has", var.get())
    await helper()
    print("awaited, not a task:", var.get())


asyncio.run(main())
