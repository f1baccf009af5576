"""More than a pipe holds: who writes is held up until it is read, and nothing is lost."""

import asyncio

from pipe_recorder import connect_streams


async def main():
    reader, writer = await connect_streams()
    writer.write(b"x" * 1_000_000)
    draining = asyncio.create_task(writer.drain())
    await asyncio.sleep(0.05)
    print(draining.done())
    print(len(await reader.readexactly(1_000_000)), await draining)
    writer.close()
    print(await reader.read())


asyncio.run(main())
