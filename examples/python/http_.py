"""An HTTP server and its clients: each request is a task, clients share a limited number of connections, and a time
limit takes back a request that lasts too long. Server and client are aiohttp's."""

import asyncio

from aiohttp import ClientSession, TCPConnector, web

stock = {1: "tea", 2: "honey"}
abandoned = asyncio.Event()


async def create(request):
    stock[len(stock) + 1] = await request.text()
    return web.Response(status=201, text=f"item {len(stock)}")


async def slow(request):
    # Whether a client that goes away cancels its request depends on aiohttp's version, so this one looks.
    while request.transport is not None:
        await asyncio.sleep(0.01)
    print("server: nobody waits for the slow answer any more")
    abandoned.set()


async def find(request):
    await asyncio.sleep(0.01)  # a database would take about that long
    item = stock.get(int(request.match_info["id"]))
    return web.Response(status=404 if item is None else 200, text=item or "no such item")


async def serve():
    app = web.Application()
    app.add_routes([web.post("/items", create), web.get("/items/{id}", find), web.get("/slow", slow)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner


async def fetch_item(session, path):
    async with session.get(path) as response:
        return f"{path}: {response.status} {await response.text()}"


async def main():
    runner = await serve()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with ClientSession(base, connector=TCPConnector(limit=2)) as session:
            async with session.post("/items", data="apples") as created:
                print(f"created: {created.status} {await created.text()}")

            paths = [f"/items/{id}" for id in (1, 2, 3, 4)]
            for line in await asyncio.gather(*(fetch_item(session, path) for path in paths)):
                print(line)

            try:
                await asyncio.wait_for(session.get("/slow"), 0.1)
            except asyncio.TimeoutError:
                print("client: gave up on the slow answer")
            await abandoned.wait()
    finally:
        await runner.cleanup()


asyncio.run(main())
