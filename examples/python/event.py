"""An Event wakes everyone who waits for it, at once."""

import asyncio


async def runner(name, start):
    print(f"{name} is ready")
    await start.wait()
    print(f"{name} runs")


async def main():
    start = asyncio.Event()
    runners = [asyncio.create_task(runner(name, start)) for name in ("Ann", "Bob")]

    await asyncio.sleep(0.02)
    print("go!")
    start.set()

    await asyncio.gather(*runners)


asyncio.run(main())
