"""A program that cannot be started: the error says what, and names it; the loop goes on."""

import asyncio
from asyncio.subprocess import PIPE, STDOUT

from harness import show


async def attempt(*command, **options):
    try:
        await asyncio.create_subprocess_exec(*command, **options)
    except (OSError, ValueError, TypeError) as error:
        print(show(error), getattr(error, "errno", None), getattr(error, "filename", None))


async def main():
    for options in [{}, {"stdin": PIPE, "stdout": PIPE}, {"stdout": PIPE, "stderr": STDOUT}]:
        await attempt("no-such-program", **options)
        await attempt("/etc/passwd", **options)
        await attempt("/", **options)
        await attempt("ls", cwd="/no/such/folder", **options)
        await attempt("ls", cwd="/etc/passwd", **options)
        await attempt("/etc/passwd/ls", **options)
        await attempt("a\0b", **options)
        await attempt("ls", "a\0b", **options)
    process = await asyncio.create_subprocess_exec("true")
    print(await process.wait(), len(asyncio.all_tasks()))


asyncio.run(main())
