"""wait_for looks again after each notification; its result is the predicate's."""

import asyncio

from harness import show


async def consumer(condition, basket):
    async with condition:
        def enough():
            print("looks at", basket)
            return len(basket) >= 2 and "enough"

        print("consumer", await condition.wait_for(enough))


async def main():
    condition = asyncio.Condition(asyncio.Lock())
    basket = []
    task = asyncio.create_task(consumer(condition, basket))
    await asyncio.sleep(0)
    for item in (1, 2):
        async with condition:
            basket.append(item)
            condition.notify_all()
        for turn in range(3):
            await asyncio.sleep(0)
    await task
    for refused in (lambda: condition.notify(), lambda: condition.notify_all()):
        try:
            refused()
        except RuntimeError as error:
            print(show(error))
    try:
        await condition.wait()
    except RuntimeError as error:
        print(show(error))
    try:
        condition.release()
    except RuntimeError as error:
        print(show(error))


asyncio.run(main())
