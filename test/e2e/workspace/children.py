import asyncio
import multiprocessing


async def wait() -> None:
    await asyncio.get_running_loop().create_future()


def child() -> None:
    asyncio.run(wait())


if __name__ == "__main__":
    process = multiprocessing.get_context("spawn").Process(target=child)
    process.start()
    asyncio.run(wait())
