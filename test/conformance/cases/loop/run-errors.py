"""What a loop refuses: running twice, stopping early, working when closed."""

import asyncio

from harness import show


loop = asyncio.new_event_loop()


async def inside():
    try:
        loop.run_until_complete(None)
    except RuntimeError as error:
        print(show(error))
    other = asyncio.new_event_loop()
    try:
        other.run_until_complete(None)
    except RuntimeError as error:
        print(show(error))
    other.close()
    try:
        loop.close()
    except RuntimeError as error:
        print(show(error))
    return "inside done"


print(loop.run_until_complete(inside()))
future = loop.create_future()
loop.call_soon(loop.stop)
try:
    loop.run_until_complete(future)
except RuntimeError as error:
    print(show(error))
loop.close()
loop.close()
for refused in (
    lambda: loop.call_soon(print),
    lambda: loop.call_later(1, print),
    lambda: loop.run_forever(),
):
    try:
        refused()
    except RuntimeError as error:
        print(show(error))
