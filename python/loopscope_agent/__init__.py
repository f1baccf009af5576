"""The instrumented side of a Python program: what its asyncio does, as the messages of Loopscope's protocol.

Standard library only, CPython 3.9 to 3.14. `agent` is the core, free of threads and sockets; `transport` carries its
messages; `boot` arms both as soon as a program imports asyncio.
"""
