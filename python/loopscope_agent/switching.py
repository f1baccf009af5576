"""How soon the agent's thread gets the interpreter's lock from a program that computes.

A thread that waits for the lock asks for it when it has waited for the switch interval without being woken. A loop that is
never idle lets go of the lock in each turn, to look at its sockets, and takes it back before anyone who waits is awake: the
wait begins anew each time, and where turns are shorter than the interval, nobody ever asks. At CPython's 5 ms a debugger
gets no answer for seconds.
"""

from __future__ import annotations

import sys
from typing import Optional

#: Turns that are shorter end often enough for the lock to be taken in between. Threads that compute side by side lose
#: some 5 % by it, and a single one nothing.
INTERVAL_S = 0.0001


class SwitchInterval:
    """The interpreter's switch interval, shortened for as long as the agent's thread runs."""

    def __init__(self) -> None:
        self._before_s: Optional[float] = None

    def shorten(self) -> None:
        """Safe to repeat. The program's own choice of a shorter one stays."""
        current_s = sys.getswitchinterval()
        if current_s > INTERVAL_S:
            self._before_s = current_s
            sys.setswitchinterval(INTERVAL_S)

    def restore(self) -> None:
        """Puts it back, unless the program has set it meanwhile."""
        before_s, self._before_s = self._before_s, None
        # The interpreter keeps whole microseconds.
        if before_s is not None and round(sys.getswitchinterval() * 1e6) == round(INTERVAL_S * 1e6):
            sys.setswitchinterval(before_s)
