"""What a loop and a future refuse, and that nothing is left scheduled by it."""

import asyncio

from harness import Boom, show


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def attempt(name, f, *args):
        try:
            print(name, f(*args))
        except (TypeError, ValueError, RuntimeError, asyncio.InvalidStateError) as error:
            print(name, show(error))

    attempt("call_later", loop.call_later, None, print)
    attempt("call_at", loop.call_at, None, print)
    attempt("set_exception_handler", loop.set_exception_handler, 5)
    attempt("set_default_executor", loop.set_default_executor, 5)
    attempt("close", loop.close)
    attempt("result", future.result)
    attempt("exception", future.exception)
    attempt("set_exception", future.set_exception, None)
    print(future.done())
    future.set_result("set")
    attempt("set_result", future.set_result, "again")
    attempt("set_exception", future.set_exception, Boom("late"))
    print(future.cancel(), await future)
    loop.set_debug(True)
    attempt("call_soon", loop.call_soon, 5)
    attempt("call_soon", loop.call_soon, "text")
    attempt("call_later", loop.call_later, 0, "text")
    attempt("call_soon_threadsafe", loop.call_soon_threadsafe, 5)
    loop.set_debug(False)


asyncio.run(main())
