"""The names that a text of the user's sees and sets: those of the main module, or of a frame of a suspended task."""

from __future__ import annotations

import dis
import sys
import weakref
from types import CodeType, FrameType
from typing import Any, Dict, FrozenSet, Optional, Set

from .coroutines import Link, link
from .frames import locals_of
from .inspection import is_suspended

_STORES = ("STORE_NAME", "STORE_GLOBAL")


class Scope:
    """One namespace, so that lambdas and comprehensions see the locals too."""

    def __init__(self, names: Dict[str, Any], shown: Optional[Link] = None) -> None:
        """`names` alone can be set themselves; with `shown` they are those around a frame, whose own are added."""
        self.names = names
        self.is_frame = shown is not None
        #: The frame's own, set or not.
        self.own: FrozenSet[str] = frozenset()
        # A frame that is referred to would keep its locals when its coroutine ends.
        self._coroutine: Any = None
        self._at = -1
        if shown is not None:
            coroutine, frame = shown
            code = frame.f_code
            self.own = frozenset((*code.co_varnames, *code.co_cellvars, *code.co_freevars))
            suspended = is_suspended(coroutine)
            self.names = {**frame.f_globals, **names, **locals_of(frame, suspended=suspended)}
            if suspended:
                self._coroutine, self._at = _reference(coroutine), frame.f_lasti

    def check(self, code: CodeType) -> None:
        """Raises ValueError for code that would unset a local of the frame."""
        for instruction in dis.get_instructions(code):
            if instruction.opname == "DELETE_NAME" and instruction.argval in self.own:
                raise ValueError(f"'{instruction.argval}' cannot be deleted: it is a local of a coroutine that is suspended.")

    def store(self, code: CodeType) -> None:
        """Gives the frame what the code has set of its locals. Raises ValueError when its coroutine has gone on."""
        for name in sorted(stored_names(code) & self.own):
            self.set(name, self.names[name])

    def set(self, name: str, value: Any) -> None:
        """Sets one local of the frame. Raises ValueError when its coroutine is not where it was."""
        if name not in self.own:
            raise ValueError(f"'{name}' cannot be set: it is no local of this coroutine")
        coroutine = None if self._coroutine is None else self._coroutine()
        frame, _, running = link(coroutine) or (None, None, False)
        if frame is None or running or frame.f_lasti != self._at:
            why = "its coroutine runs" if self._coroutine is None else "its coroutine has gone on"
            raise ValueError(f"'{name}' cannot be set: {why}. It can be set where its task is stopped.")
        _set_local(frame, name, value)
        self.names[name] = value


def _reference(coroutine: Any) -> Any:
    try:
        return weakref.ref(coroutine)
    except TypeError:
        # Of a compiler's: its frame is none.
        return None


def stored_names(code: CodeType) -> Set[str]:
    """The names that code sets at its top level."""
    return {str(instruction.argval) for instruction in dis.get_instructions(code) if instruction.opname in _STORES}


def _set_local(frame: FrameType, name: str, value: Any) -> None:
    """Of a suspended frame, in the thread that resumes it, or one that holds that thread."""
    names = frame.f_locals
    names[name] = value
    if sys.version_info < (3, 13):
        import ctypes

        # What debuggers do: until 3.13 `f_locals` is a copy, which this writes back. The copy must not stay.
        ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
        names.clear()
