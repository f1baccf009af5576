"""The scenario of scenario.ts on CPython's own asyncio: prints what the agent says of it, one JSON text."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from typing import Any, Dict

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "python"))

from loopscope_agent.agent import instance  # noqa: E402


async def hold_lock(lock: Any) -> None:
    await lock.acquire()
    await asyncio.sleep(3600)


async def await_lock(lock: Any) -> None:
    await lock.acquire()


async def consume(queue: Any) -> None:
    await queue.get()


async def finish() -> str:
    return "result"


async def fail() -> None:
    raise ValueError("out of range")


async def refuse() -> str:
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        pass
    return "declined"


async def gather_all(tasks: Any) -> None:
    await asyncio.gather(*tasks)


async def main() -> Dict[str, Any]:
    orders, jobs = asyncio.Lock(), asyncio.Queue(2)  # type: Any, Any
    holder = asyncio.create_task(hold_lock(orders), name="holder")
    waiter = asyncio.create_task(await_lock(orders), name="waiter")
    consumer = asyncio.create_task(consume(jobs), name="consumer")
    gathering = asyncio.create_task(gather_all([holder, waiter]), name="gathering")
    ended = [
        asyncio.create_task(finish(), name="finished"),
        asyncio.create_task(fail(), name="failed"),
        asyncio.create_task(asyncio.sleep(3600), name="cancelled"),
        asyncio.create_task(refuse(), name="declining"),
    ]
    await asyncio.sleep(0)
    for task in ended[2:]:
        task.cancel("no longer needed")
    await asyncio.wait(ended)
    ended[1].exception()
    # Names of resources are those of suspended frames: the agent looks from a thread of its own, as it does in life.
    loop, suspended = asyncio.get_running_loop(), threading.Event()
    loop.call_soon(suspended.set)
    messages = await loop.run_in_executor(None, lambda: suspended.wait() and list(instance.changes()))
    for task in (gathering, consumer):
        task.cancel()
    await asyncio.gather(gathering, consumer, holder, waiter, return_exceptions=True)
    return {"hello": instance.commands.hello(), "messages": messages}


instance.install()
instance.registry.watching = True
print(json.dumps(asyncio.run(main())))
