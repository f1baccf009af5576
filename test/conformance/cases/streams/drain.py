"""drain() waits while the buffer is above its mark, for all who write, and goes on when the other side reads."""

import asyncio

SIZE = 16 * 1024 * 1024


async def main():
    loop = asyncio.get_running_loop()
    read_on = asyncio.Event()
    counted = loop.create_future()

    async def serve(reader, writer):
        await read_on.wait()
        counted.set_result(len(await reader.read()))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.transport.set_write_buffer_limits(high=1000)
    print(writer.transport.get_write_buffer_limits())
    writer.write(b"few")
    await writer.drain()
    print("small:", writer.transport.get_write_buffer_size())
    writer.write(bytes(SIZE))
    print("large:", writer.transport.get_write_buffer_size() > 1000)

    async def drain(name):
        await writer.drain()
        print(name, writer.transport.get_write_buffer_size() <= 250)

    tasks = [asyncio.create_task(drain(name)) for name in ("first", "second")]
    for _ in range(20):
        await asyncio.sleep(0)
    print("waiting:", [task.done() for task in tasks])
    read_on.set()
    await asyncio.gather(*tasks)
    writer.write_eof()
    print(await counted == SIZE + 3, await reader.read())
    writer.close()
    server.close()
    await server.wait_closed()


asyncio.run(main())
