"""What is not bytes is refused, and the connection is as before."""

import asyncio

from harness import show


async def main():
    async def serve(reader, writer):
        print("server got", await reader.read())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    for data in ("text", None, 7, [1, 2]):
        try:
            writer.write(data)
        except TypeError as error:
            print(show(error))
    for data in (["text"], [b"good", None]):
        try:
            writer.writelines(data)
        except TypeError as error:
            print(show(error))
    writer.write(bytearray(b"bytes "))
    writer.write(memoryview(b"at last"))
    writer.writelines([])
    writer.write_eof()
    print(await reader.read())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
