"""Arguments reach the program as they are, whatever the shell would make of them."""

import asyncio
from asyncio.subprocess import PIPE, STDOUT


async def main():
    arguments = ["a b", "c'd", '"e"', "$HOME", "", "*", "\\"]
    process = await asyncio.create_subprocess_exec("printf", "[%s]", *arguments, stdout=PIPE)
    stdout, _ = await process.communicate()
    print(stdout.decode())
    process = await asyncio.create_subprocess_exec("sh", "-c", 'printf "[%s]" "$@" >&2', "sh", *arguments, stdout=PIPE, stderr=STDOUT)
    stdout, _ = await process.communicate()
    print(stdout.decode())


asyncio.run(main())
