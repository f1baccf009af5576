"""Debug mode looks for the usual mistakes: code that holds up the loop, a coroutine nobody awaited. Its warnings go to
standard error. The same without a change to the program: PYTHONASYNCIODEBUG=1."""

import asyncio
import time


async def forgotten():
    await asyncio.sleep(0)


async def slow():
    until = time.monotonic() + 0.15
    while time.monotonic() < until:
        pass  # Busy: nothing else can run meanwhile.


async def main():
    forgotten()  # `await` is missing
    await asyncio.create_task(slow(), name="slow one")
    print(f"debug mode: {str(asyncio.get_running_loop().get_debug()).lower()}")


asyncio.run(main(), debug=True)

# Warns:
# Executing <Task finished name='slow one' …debug-mode.py:… took … seconds
# …RuntimeWarning: coroutine 'forgotten' was never awaited
# Coroutine created at (most recent call last)
