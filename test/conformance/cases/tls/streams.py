"""Streams over TLS carry lines both ways, know of their certificate, and cannot be half-closed."""

import asyncio

from harness import show, tls_contexts


async def main():
    server_context, client_context = tls_contexts()
    served = asyncio.get_running_loop().create_future()

    async def serve(reader, writer):
        print("server over TLS", writer.get_extra_info("sslcontext") is not None)
        while line := await reader.readline():
            writer.write(b"echo " + line)
            await writer.drain()
        writer.close()
        await writer.wait_closed()
        served.set_result(reader.at_eof())

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=server_context)
    host, port = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(host, port, ssl=client_context)
    print(writer.get_extra_info("sslcontext") is client_context)
    print(writer.get_extra_info("peername") == (host, port))
    print(writer.get_extra_info("cipher") is not None, writer.get_extra_info("peercert") is not None)
    print(writer.get_extra_info("nothing", "fallback"))
    print(writer.can_write_eof())
    try:
        writer.write_eof()
    except NotImplementedError as error:
        print(show(error))
    for line in (b"one\n", b"two\n"):
        writer.write(line)
        print(await reader.readline())
    writer.writelines([b"th", b"ree", b"\n"])
    print(await reader.readexactly(11))
    writer.close()
    print(writer.is_closing())
    await writer.wait_closed()
    print(await reader.read(), await served)
    server.close()
    await server.wait_closed()


asyncio.run(main())
