"""A producer and two consumers share a queue. Its bound makes the producer wait for them; `join` waits until every item
has been worked on, and a cancellation sends the consumers home (`Queue.shutdown` does since Python 3.13)."""

import asyncio


async def producer(queue):
    for n in range(1, 5):
        await queue.put(n)
        print(f"produced {n}")


async def consumer(name, queue):
    try:
        while True:
            n = await queue.get()
            await asyncio.sleep(0.02 * n)
            print(f"{name} consumed {n}")
            queue.task_done()
    except asyncio.CancelledError:
        print(f"{name} goes home")
        raise


async def main():
    queue = asyncio.Queue(1)
    consumers = [asyncio.create_task(consumer(name, queue)) for name in ("Ann", "Bob")]
    await producer(queue)
    await queue.join()
    for task in consumers:
        task.cancel()
    await asyncio.gather(*consumers, return_exceptions=True)


asyncio.run(main())
