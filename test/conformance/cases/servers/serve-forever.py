"""serve_forever() ends when it is cancelled, which closes the server, and when the server is closed; once at a time."""

import asyncio

from harness import show


async def attempt(name, coroutine):
    try:
        print(name, await coroutine)
    except RuntimeError as error:
        text = show(error)
        print(name, text.partition("<")[0] + text.rpartition(">")[2])
    except asyncio.CancelledError as error:
        print(name, show(error))


async def main():
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0, start_serving=False)
    serving = asyncio.create_task(attempt("serving", server.serve_forever()))
    await asyncio.sleep(0)
    print(server.is_serving())
    await attempt("again", server.serve_forever())
    serving.cancel()
    await serving
    print(server.is_serving(), list(server.sockets))
    await attempt("closed", server.serve_forever())
    await attempt("start", server.wait_closed())

    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    serving = asyncio.create_task(attempt("serving", server.serve_forever()))
    await asyncio.sleep(0)
    server.close()
    await serving
    await server.wait_closed()


asyncio.run(main())
