"""A ContextVar has its own value in every task: a task starts with a copy of its creator's values, and what it sets
stays with it."""

import asyncio
from contextvars import ContextVar

request_id = ContextVar("request_id", default="none")


def log(message):
    print(f"[{request_id.get()}] {message}")


async def handle(id, seconds):
    request_id.set(id)
    log("started")
    await asyncio.sleep(seconds)
    log("answered")  # still ours, although the other request ran in between


async def main():
    await asyncio.gather(handle("A", 0.01), handle("B", 0.03))
    log("main never had a request")


asyncio.run(main())
