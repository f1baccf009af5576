"""stop() lets the current turn finish; what it scheduled waits for the next run."""

import asyncio


loop = asyncio.new_event_loop()


def stopper():
    print("stopping")
    loop.call_soon(print, "scheduled after stop")
    loop.stop()


loop.call_soon(print, "one")
loop.call_soon(stopper)
loop.call_soon(print, "two")
print("running", loop.is_running())
loop.run_forever()
print("stopped", loop.is_running())
loop.stop()
loop.run_forever()
print("stopped before it ran: one turn all the same")
loop.close()
print("closed", loop.is_closed())
