"""A closed loop refuses everything but being closed again."""

import asyncio

from harness import show


def never():
    print("never")


loop = asyncio.new_event_loop()
future = loop.create_future()
loop.call_soon(never)
loop.close()
loop.close()
print(loop.is_closed(), loop.is_running())
for refused in (
    lambda: loop.call_soon(never),
    lambda: loop.call_soon_threadsafe(never),
    lambda: loop.call_later(1, never),
    lambda: loop.call_at(1, never),
    lambda: loop.run_forever(),
    lambda: loop.run_until_complete(future),
):
    try:
        refused()
    except RuntimeError as error:
        print(show(error))
