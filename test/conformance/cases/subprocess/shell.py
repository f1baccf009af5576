"""A command of the shell: quoting, pipelines, its exit code."""

import asyncio
from asyncio.subprocess import PIPE


async def main():
    for command in ["echo one; exit 3", "printf 'a b' | tr a-z A-Z", "no-such-command 2>/dev/null", "kill -TERM $$"]:
        process = await asyncio.create_subprocess_shell(command, stdout=PIPE)
        stdout, _ = await process.communicate()
        print(command, stdout, process.returncode)


asyncio.run(main())
