"""Several fetches at once with `gather`: results come in the order of the arguments. The server is a local one, and
answers the later pages first."""

import asyncio

from aiohttp import ClientSession, web


async def serve_page(request):
    page = int(request.match_info["page"])
    await asyncio.sleep((60 - page * 20) / 1000)
    return web.Response(text=f"content of page {page}")


async def fetch_page(session, base, page):
    async with session.get(f"{base}/{page}") as response:
        return page, await response.text()


async def main():
    app = web.Application()
    app.router.add_get("/{page}", serve_page)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with ClientSession() as session:
            for page, text in await asyncio.gather(*(fetch_page(session, base, page) for page in range(3))):
                print(f"{page}: {text}")
    finally:
        await runner.cleanup()


asyncio.run(main())
