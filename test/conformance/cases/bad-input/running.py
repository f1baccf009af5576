"""What is no coroutine does not run, and a runner or a loop that is closed runs nothing."""

import asyncio

from harness import show


async def work():
    return "done"


def attempt(name, f, *args):
    try:
        print(name, f(*args))
    except (TypeError, ValueError, RuntimeError) as error:
        print(name, show(error))


for refused in (5, "text"):
    attempt("run", asyncio.run, refused)
runner = asyncio.Runner()
for refused in (5, "text"):
    attempt("runner", runner.run, refused)
attempt("runner", runner.run, work())
runner.close()
runner.close()
coroutine = work()
attempt("closed runner", runner.run, coroutine)
coroutine.close()
attempt("closed runner", runner.get_loop)

loop = asyncio.new_event_loop()
for refused in (5, "text", None, [1]):
    attempt("run_until_complete", loop.run_until_complete, refused)
attempt("run_until_complete", loop.run_until_complete, work())
loop.close()
attempt("closed loop", loop.run_forever)
attempt("closed loop", loop.call_soon, print)
attempt("closed loop", loop.call_later, 1, print)
attempt("closed loop", loop.call_soon_threadsafe, print)
coroutine = work()
attempt("closed loop", loop.create_task, coroutine)
coroutine.close()
