"""When the exit runs, what it is told, and what its result does."""

import asyncio

from harness import Boom, show


class Manager:
    def __init__(self, name, suppress=False, fail_in=()):
        self.name = name
        self.suppress = suppress
        self.fail_in = fail_in

    async def __aenter__(self):
        print("enter", self.name)
        if "enter" in self.fail_in:
            raise Boom("entering " + self.name)
        await asyncio.sleep(0)
        return self.name

    async def __aexit__(self, kind, error, traceback):
        await asyncio.sleep(0)
        print("exit", self.name, show(error))
        if "exit" in self.fail_in:
            raise Boom("leaving " + self.name)
        return self.suppress


async def use(outer, inner, fail):
    try:
        async with outer as o:
            async with inner as i:
                print("body", o, i)
                if fail:
                    raise Boom("body")
            print("after the inner one")
        print("after both")
    except Boom as error:
        print("caught", show(error))


async def main():
    await use(Manager("o1"), Manager("i1"), False)
    await use(Manager("o2"), Manager("i2"), True)
    await use(Manager("o3"), Manager("i3", suppress=True), True)
    await use(Manager("o4", suppress=True), Manager("i4", fail_in=["exit"]), True)
    await use(Manager("o5"), Manager("i5", fail_in=["enter"]), False)
    await use(Manager("o6", suppress=True), Manager("i6", fail_in=["exit"]), False)


asyncio.run(main())
