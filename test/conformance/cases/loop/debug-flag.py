"""Debug mode as run was told, and switched while the loop runs."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    print(loop.get_debug(), loop.slow_callback_duration)
    loop.set_debug(not loop.get_debug())
    return loop.get_debug()


print(asyncio.run(main(), debug=True))
print(asyncio.run(main(), debug=False))
print(asyncio.run(main()))
