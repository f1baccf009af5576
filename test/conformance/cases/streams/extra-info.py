"""What a stream tells of its connection: addresses that match, a socket to ask, a fallback for what is not known."""

import asyncio


async def main():
    names = asyncio.get_running_loop().create_future()

    async def serve(reader, writer):
        names.set_result((writer.get_extra_info("peername"), writer.get_extra_info("sockname")))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(*address)
    own, peer = writer.get_extra_info("sockname"), writer.get_extra_info("peername")
    print(own[0], peer[0], peer[1] == address[1])
    print((await names) == (own, peer), len(own))
    socket = writer.get_extra_info("socket")
    print(socket.getsockname() == own, socket.getpeername() == peer)
    print(writer.get_extra_info("nothing"), writer.get_extra_info("nothing", "fallback"))
    print(writer.transport.get_extra_info("peername") == peer)
    print(await reader.read())
    writer.close()
    await writer.wait_closed()
    print(writer.get_extra_info("peername") == peer)
    server.close()
    await server.wait_closed()


asyncio.run(main())
