"""Standard output and standard error, apart, together, and in the order of writing."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, STDOUT


async def main():
    script = "for i in 1 2 3; do echo out $i; echo error $i >&2; done"
    process = await asyncio.create_subprocess_shell(script, stdout=PIPE, stderr=PIPE)
    print(*await process.communicate())
    process = await asyncio.create_subprocess_shell(script, stdout=PIPE, stderr=STDOUT)
    print(process.stderr)
    print(*await process.communicate())
    process = await asyncio.create_subprocess_shell(script, stdout=DEVNULL, stderr=STDOUT)
    print(*await process.communicate())


asyncio.run(main())
