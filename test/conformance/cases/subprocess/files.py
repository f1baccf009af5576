"""Standard streams that are files: a descriptor for what is read, one for what is written."""

import asyncio
import tempfile


async def main():
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(b"from a file")
        source.flush()
        source.seek(0)
        process = await asyncio.create_subprocess_exec("cat", stdin=source.fileno(), stdout=target)
        print(process.stdin, process.stdout, await process.communicate(), process.returncode)
        target.seek(0)
        print(target.read())


asyncio.run(main())
