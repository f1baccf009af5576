"""What serves a connection: a function, a coroutine that fails, one that is cancelled, a function that fails."""

import asyncio

from harness import Boom, show


async def connect(handler):
    server = await asyncio.start_server(handler, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    print("client got", await reader.read())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


async def main():
    contexts = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: contexts.append(context))

    def function(reader, writer):
        writer.write(b"from a function")
        writer.close()

    async def failing(reader, writer):
        await asyncio.sleep(0)
        writer.write(b"before it fails")
        raise Boom("in the handler")

    async def cancelled(reader, writer):
        asyncio.current_task().cancel()
        await asyncio.sleep(0)

    def failing_function(reader, writer):
        writer.close()
        raise Boom("in the function")

    for handler in (function, failing, cancelled, failing_function):
        await connect(handler)
        for context in contexts:
            print(" ".join(context["message"].split()[:3]), show(context["exception"]), "transport" in context)
        contexts.clear()


asyncio.run(main())
