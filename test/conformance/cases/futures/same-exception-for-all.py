"""All who await a failed future get the same error, which a class stands for as well."""

import asyncio

from harness import Boom, show


async def wait(future):
    try:
        await future
    except Boom as error:
        return error


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    tasks = [asyncio.create_task(wait(future)) for _ in range(3)]
    await asyncio.sleep(0)
    future.set_exception(Boom("for all"))
    errors = await asyncio.gather(*tasks)
    print([show(error) for error in errors], all(error is future.exception() for error in errors))
    by_class = loop.create_future()
    by_class.set_exception(Boom)
    print(show(by_class.exception()), isinstance(by_class.exception(), Boom))


asyncio.run(main())
