"""Files, several at once: aiofiles. A semaphore bounds how many are open."""

import asyncio
import errno
import os
import tempfile

import aiofiles
import aiofiles.os

POEMS = {
    "rose.txt": "a rose\nis a rose\nis a rose\n",
    "rain.txt": "rain\n\nrain\n",
    "silence.txt": "",
}


async def write(path, text):
    async with aiofiles.open(path, "w") as file:
        await file.write(text)


async def count(path, open_files):
    """Counts the lines and the words of a file, line by line."""
    async with open_files, aiofiles.open(path) as file:
        lines = words = 0
        async for line in file:
            lines += 1
            words += len(line.split())
        return f"{lines} lines, {words} words"


async def main():
    with tempfile.TemporaryDirectory() as folder:
        await asyncio.gather(*(write(os.path.join(folder, name), text) for name, text in POEMS.items()))

        names = sorted(await aiofiles.os.listdir(folder))
        open_files = asyncio.Semaphore(2)
        counts = await asyncio.gather(*(count(os.path.join(folder, name), open_files) for name in names))
        for name, counted in zip(names, counts):
            print(f"{name}: {counted}")

        try:
            await count(os.path.join(folder, "lost.txt"), open_files)
        except OSError as error:
            print(f"lost.txt: {errno.errorcode[error.errno]}")


asyncio.run(main())
