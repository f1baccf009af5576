"""Exception groups: message, nesting, split and subgroup."""

import asyncio

from harness import Boom, show


def text(group):
    return show(group)


async def main():
    group = ExceptionGroup("outer", [
        Boom("a"),
        ExceptionGroup("inner", [TypeError("b"), Boom("c")]),
        TypeError("d"),
    ])
    print(show(group))
    matching, rest = group.split(Boom)
    print(text(matching))
    print(text(rest))
    print(text(group.subgroup(TypeError)), group.subgroup(asyncio.CancelledError))
    print(text(group.split(lambda error: str(error) in "ad")[0]))
    whole, nothing = group.split(Exception)
    print(whole is group, nothing)
    mixed = BaseExceptionGroup("mixed", [asyncio.CancelledError("x"), Boom("y")])
    print(type(mixed).__name__, isinstance(mixed, ExceptionGroup))
    print(type(BaseExceptionGroup("plain", [Boom("z")]).subgroup(Boom)).__name__)
    for refused in (
        lambda: ExceptionGroup("empty", []),
        lambda: ExceptionGroup("cancelled", [asyncio.CancelledError()]),
    ):
        try:
            refused()
        except (TypeError, ValueError) as error:
            print(show(error))


asyncio.run(main())
