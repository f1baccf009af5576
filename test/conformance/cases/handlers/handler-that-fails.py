"""What a failing exception handler raises goes to the default one, with the context that it was given."""

import asyncio

from harness import Boom, show


class Loop(asyncio.SelectorEventLoop):
    def default_exception_handler(self, context):
        print("default:", context["message"], show(context.get("exception")))
        if "context" in context:
            print("was given:", context["context"]["message"])


def handler(loop, context):
    raise Boom("the handler")


loop = Loop()
loop.call_exception_handler({"message": "without a handler"})
loop.set_exception_handler(handler)
print(loop.get_exception_handler() is handler)
loop.call_exception_handler({"message": "with a handler", "exception": Boom("inner")})
loop.set_exception_handler(None)
print(loop.get_exception_handler())
loop.call_exception_handler({"message": "without one again"})
try:
    loop.set_exception_handler(5)
except TypeError as error:
    print(show(error))
loop.close()
