"""Names that are reached across the process boundary. `src/protocol` has the same; a test compares them."""

from __future__ import annotations

#: Version of the messages.
PROTOCOL_VERSION = 1

#: `127.0.0.1:<port>` where the adapter that launched the program listens.
ADDRESS_VARIABLE = "LOOPSCOPE_PYTHON_ADDRESS"
#: What the agent proves itself with to the adapter.
TOKEN_VARIABLE = "LOOPSCOPE_PYTHON_TOKEN"
#: Arms the agent without an adapter that waits: the program can be attached to as a guest.
ARM_VARIABLE = "LOOPSCOPE_PYTHON_ARM"
#: Folder of session files; see `src/protocol/channel.ts`.
SESSION_FOLDER_VARIABLE = "LOOPSCOPE_SESSIONS"
#: Has the agent come at the interpreter's start, and not only once asyncio is imported.
EARLY_VARIABLE = "LOOPSCOPE_PYTHON_EARLY"
#: The task breakpoints that there are from the beginning, as JSON.
BREAKPOINTS_VARIABLE = "LOOPSCOPE_PYTHON_BREAKPOINTS"
