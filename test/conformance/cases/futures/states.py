"""The states of a future, and what each refuses."""

import asyncio

from harness import Boom, show


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    print(future.done(), future.cancelled())
    for read in (future.result, future.exception):
        try:
            read()
        except asyncio.InvalidStateError as error:
            print(show(error))
    future.set_result(42)
    print(future.done(), future.cancelled(), future.result(), future.exception())
    for write in (lambda: future.set_result(1), lambda: future.set_exception(Boom("late"))):
        try:
            write()
        except asyncio.InvalidStateError as error:
            print(show(error))
    print(future.cancel(), future.result())


asyncio.run(main())
