"""Options of Popen that make no sense with a loop are refused before anything starts."""

import asyncio

from harness import show


async def main():
    loop = asyncio.get_running_loop()
    for option in [
        {"universal_newlines": True},
        {"text": True},
        {"encoding": "utf-8"},
        {"errors": "strict"},
        {"bufsize": 4096},
        {"shell": True},
    ]:
        try:
            await loop.subprocess_exec(asyncio.SubprocessProtocol, "true", **option)
        except ValueError as error:
            print(show(error))
    try:
        await loop.subprocess_shell(asyncio.SubprocessProtocol, "true", shell=False)
    except ValueError as error:
        print(show(error))
    try:
        await asyncio.create_subprocess_shell("true", text=True)
    except ValueError as error:
        print(show(error))


asyncio.run(main())
