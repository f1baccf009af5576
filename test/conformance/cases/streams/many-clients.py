"""Fifty clients at once, each with an answer of its own."""

import asyncio


async def main():
    async def serve(reader, writer):
        number = int(await reader.readline())
        await asyncio.sleep(0)
        writer.write(b"%d\n" % (number * number))
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)

    async def ask(number):
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"%d\n" % number)
        answer = int(await reader.readline())
        writer.close()
        await writer.wait_closed()
        return answer

    print(await asyncio.gather(*map(ask, range(50))))
    server.close()
    await server.wait_closed()
    print(len(asyncio.all_tasks()))


asyncio.run(main())
