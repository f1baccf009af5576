"""After write_eof the other side goes on for as long as it likes; writing is over, reading is not."""

import asyncio

from harness import show


async def main():
    finished = asyncio.Event()

    async def serve(reader, writer):
        print("server got", await reader.read())
        for part in (b"a", b"b", b"c"):
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0)
        writer.close()
        await writer.wait_closed()
        finished.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.writelines([b"all ", b"that ", b"I ", b"say"])
    writer.write_eof()
    writer.write_eof()
    for write in (lambda: writer.write(b"more"), lambda: writer.writelines([b"more"]), lambda: writer.write(b"")):
        try:
            write()
        except RuntimeError as error:
            print(show(error))
    print("client got", await reader.readexactly(3), await reader.read())
    await finished.wait()
    writer.close()
    writer.write_eof()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
