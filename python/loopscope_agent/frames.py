"""Frames of coroutines and threads: where they are, whose code it is, and their locals without a trace left behind."""

from __future__ import annotations

import itertools
import os
import sys
from types import CodeType, FrameType
from typing import Any, Dict, List, Optional, Tuple

from .borrowed import lend

_NEWLOCALS = 0x2  # inspect.CO_NEWLOCALS: `f_locals` is a snapshot, not the namespace itself
_DEBUGGER_FOLDERS = ("_pydevd_bundle", "_pydevd_frame_eval", "_pydevd_sys_monitoring", "_pydev_bundle", "debugpy")
_DEBUGGER_FILES = ("pydevd.py", "pydevd_tracing.py", "pydevd_runpy.py")
_STARTED_IN = os.getcwd() if os.path.isdir(os.curdir) else os.sep
_LIBRARY_FOLDER = os.path.dirname(os.__file__)
_OWN_FOLDER = os.path.dirname(os.path.abspath(__file__))

_paths: Dict[str, str] = {}
_owners: Dict[str, str] = {}
_positions: Dict[Tuple[CodeType, int], Tuple[int, int]] = {}
_POSITIONS_LIMIT = 20_000


def locals_of(frame: FrameType, suspended: bool) -> Dict[str, Any]:
    """A copy of a frame's locals.

    Before 3.13 reading `f_locals` leaves a dictionary on the frame, which keeps the values alive for as long as the
    frame lives: it is emptied again. Never so for a frame that a thread is in, as one that has a caller may be by now:
    a debugger may be about to write it back.
    """
    names = frame.f_locals
    copy = dict(names)
    if suspended and sys.version_info < (3, 13) and frame.f_code.co_flags & _NEWLOCALS and frame.f_back is None:
        names.clear()
    return lend(copy) if suspended else copy


def path_of(code: CodeType) -> str:
    """Absolute path of a code object's file, or its name in angle brackets as it is."""
    name = code.co_filename
    path = _paths.get(name)
    if path is None:
        path = _paths[name] = absolute_path(name)
    return path


def absolute_path(name: str) -> str:
    """The path of a file as the interpreter calls it: from where the program started, whether that is there or not."""
    return name if name.startswith("<") else os.path.normpath(os.path.join(_STARTED_IN, name))


def name_of(code: CodeType) -> str:
    """`Class.method` where the interpreter knows it (3.11), the bare name otherwise."""
    return getattr(code, "co_qualname", None) or code.co_name


def owner_of(code: CodeType) -> str:
    """Whose code it is: `user`, `asyncio` (or uvloop's), `debugger` (a debugger's or our own)."""
    name = code.co_filename
    owner = _owners.get(name)
    if owner is None:
        compiled = name.startswith("uvloop" + os.sep) and name.endswith(".pyx")
        owner = _owners[name] = "asyncio" if compiled else _classify(path_of(code))
    return owner


def _classify(path: str) -> str:
    folder = os.path.dirname(path)
    asyncio = sys.modules.get("asyncio")
    if asyncio is not None and folder == os.path.dirname(getattr(asyncio, "__file__", None) or ""):
        return "asyncio"
    if folder == _OWN_FOLDER or os.path.basename(path) in _DEBUGGER_FILES:
        return "debugger"
    if any(os.sep + part + os.sep in path for part in _DEBUGGER_FOLDERS):
        return "debugger"
    # The runners of `-m` and the import system are no user's code either.
    return "debugger" if path.startswith("<frozen ") else "user"


def position(code: CodeType, lasti: int) -> Tuple[int, int]:
    """Line and column (both from 1; column 1 when unknown) of an instruction, by the offset in `f_lasti`."""
    key = (code, lasti)
    found = _positions.get(key)
    if found is None:
        if len(_positions) > _POSITIONS_LIMIT:
            _positions.clear()
        found = _positions[key] = _find_position(code, lasti)
    return found


def _find_position(code: CodeType, lasti: int) -> Tuple[int, int]:
    if lasti < 0:
        return code.co_firstlineno, 1
    if sys.version_info >= (3, 11):
        line, _, column, _ = next(itertools.islice(code.co_positions(), lasti // 2, None), (None,) * 4)
        return line or code.co_firstlineno, 1 if column is None else column + 1
    import dis

    # Before 3.10 f_lasti counts bytes and frames know their line; 3.10 counts bytes here, too.
    best = code.co_firstlineno
    for offset, line in dis.findlinestarts(code):
        if offset > lasti:
            break
        best = line
    return best, 1


def site(code: CodeType, lasti: int) -> Dict[str, Any]:
    """A place as the protocol has it."""
    line, column = position(code, lasti)
    return {"path": path_of(code), "line": line, "column": column, "name": name_of(code)}


def thread_stack(top: Optional[FrameType]) -> List[FrameType]:
    """A thread's frames, innermost first, without those on top with which a debugger (or we) hold it."""
    frames: List[FrameType] = []
    while top is not None:
        frames.append(top)
        top = top.f_back
    start = 0
    for index, frame in enumerate(frames):
        if owner_of(frame.f_code) == "debugger" and not frame.f_code.co_filename.startswith("<frozen "):
            start = index + 1
        elif not _may_serve_a_debugger(frame.f_code):
            break
    return frames[start:]


def is_library(code: CodeType) -> bool:
    """Of the standard library, or installed."""
    path = path_of(code)
    return path.startswith((_LIBRARY_FOLDER + os.sep, "<frozen ")) or f"{os.sep}site-packages{os.sep}" in path or (
        f"{os.sep}dist-packages{os.sep}" in path
    )


def _may_serve_a_debugger(code: CodeType) -> bool:
    """Of the standard library: a debugger written in Python waits in `threading` while it holds a thread."""
    return os.path.dirname(path_of(code)) == _LIBRARY_FOLDER or code.co_filename.startswith("<frozen ")


def stepped_frame() -> Optional[FrameType]:
    """The frame of the program on whose behalf a debugger evaluates what calls this."""
    frame: Optional[FrameType] = sys._getframe(1)
    while frame is not None and (owner_of(frame.f_code) == "debugger" or frame.f_code.co_filename == "<string>"):
        frame = frame.f_back
    return frame
