"""A loop that is told to stop before it runs takes one turn."""

import asyncio

loop = asyncio.new_event_loop()
loop.stop()
loop.call_soon(print, "first turn")
loop.call_soon(lambda: loop.call_soon(print, "second turn"))
loop.run_forever()
print("stopped", loop.is_running())
loop.call_soon(loop.stop)
loop.run_forever()
loop.close()
print(loop.is_closed())
