"""From inside of a thread: callbacks run in the loop, coroutines give their result or raise in the thread."""

import asyncio

from harness import Boom, show


def work(report, lookup):
    report("started")
    found = [lookup(key) for key in ("a", "b")]
    try:
        lookup("missing")
    except Exception as error:
        found.append(str(error))
    report("done")
    return found


async def main():
    loop = asyncio.get_running_loop()
    values = {"a": 1, "b": 2}

    def report(text):
        print("report:", text, asyncio.get_running_loop() is loop)

    async def lookup(key):
        await asyncio.sleep(0)
        print("lookup:", key)
        if key not in values:
            raise Boom(f"no {key}")
        return values[key]

    print(
        await asyncio.to_thread(
            work,
            lambda text: loop.call_soon_threadsafe(report, text),
            lambda key: asyncio.run_coroutine_threadsafe(lookup(key), loop).result(),
        )
    )


asyncio.run(main())
