"""Several hosts in one server, an address in use, one that cannot be had, and a client's own address."""

import asyncio

from harness import show


async def main():
    loop = asyncio.get_running_loop()

    async def serve(reader, writer):
        print("from", writer.get_extra_info("peername")[0], "to", writer.get_extra_info("sockname")[0])
        writer.close()

    server = await asyncio.start_server(serve, ["127.0.0.1", "127.0.0.2"], 0)
    names = sorted(socket.getsockname() for socket in server.sockets)
    print([host for host, port in names])
    for host, port in names:
        reader, writer = await asyncio.open_connection(host, port, local_addr=("127.0.0.3", 0))
        print(await reader.read(), writer.get_extra_info("sockname")[0])
        writer.close()
    host, port = names[0]
    try:
        await asyncio.start_server(serve, host, port)
    except OSError as error:
        print(show(error).replace(str(port), "PORT"))
    try:
        await asyncio.start_server(serve, "203.0.113.1", 0)
    except OSError as error:
        print(show(error))
    server.close()
    await server.wait_closed()
    again = await loop.create_server(asyncio.Protocol, host, port)
    print(again.sockets[0].getsockname() == (host, port))
    again.close()


asyncio.run(main())
