"""Streams that go on with TLS, on both sides, after a word in plain text."""

import asyncio

from harness import tls_contexts


async def main():
    server_context, client_context = tls_contexts()

    async def serve(reader, writer):
        print("server got", await reader.readline())
        writer.write(b"go on\n")
        await writer.start_tls(server_context)
        print("server over TLS", writer.get_extra_info("sslcontext") is server_context)
        secret = await reader.readline()
        print("server got", secret)
        writer.write(secret.upper())
        await writer.drain()
        print("server got", await reader.read())
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(host, port)
    plain = writer.transport
    writer.write(b"STARTTLS\n")
    print("client got", await reader.readline())
    print("before", writer.get_extra_info("sslcontext"), writer.can_write_eof())
    await writer.start_tls(client_context, server_hostname="localhost")
    print("after", writer.get_extra_info("sslcontext") is client_context, writer.can_write_eof())
    print(writer.transport is plain, writer.get_extra_info("peername") == (host, port))
    writer.write(b"secret\n")
    print("client got", await reader.readline())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
