"""A loop that stops before its future is done says so, and can be run again."""

import asyncio

from harness import show

loop = asyncio.new_event_loop()
future = loop.create_future()
loop.call_soon(loop.stop)
try:
    loop.run_until_complete(future)
except RuntimeError as error:
    print(show(error))
loop.call_soon(future.set_result, "later")
print(loop.run_until_complete(future))
print(loop.run_until_complete(future))
loop.close()
