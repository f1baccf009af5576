"""More than any buffer holds goes through TLS whole, with back-pressure at its own marks."""

import asyncio

from harness import tls_contexts

SIZE = 3 * 1024 * 1024


async def main():
    server_context, client_context = tls_contexts()

    async def serve(reader, writer):
        total = 0
        while data := await reader.read(65536):
            total += len(data)
        print("server got", total)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=server_context)
    host, port = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(host, port, ssl=client_context)
    print(writer.transport.get_write_buffer_limits())
    highest = 0
    for _ in range(SIZE // 65536):
        writer.write(bytes(65536))
        await writer.drain()
        highest = max(highest, writer.transport.get_write_buffer_size())
    print(highest <= writer.transport.get_write_buffer_limits()[1])
    writer.transport.set_write_buffer_limits(high=1000)
    print(writer.transport.get_write_buffer_limits())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
