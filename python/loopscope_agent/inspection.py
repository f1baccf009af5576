"""Everything about one task: its stack with locals, and the parts of their values."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any, Dict, List, Optional

from .coroutines import Link, chain, link, running_links
from .discovery import current_task, loop_thread
from .frames import locals_of, name_of, owner_of, site, thread_stack
from .loop_table import LoopTable
from .task_registry import TaskRecord, TaskRegistry
from .values import parts_below, variable

#: Frames whose locals are read for one answer.
LOCALS_LIMIT_FRAMES = 50
_VARIABLES_LIMIT = 500


def links_of(task: Any) -> List[Link]:
    """The links of a task, outermost first, whether it runs or is suspended."""
    coroutine = task.get_coro()
    links, _, running = chain(coroutine) if coroutine is not None else ([], None, False)
    if running or current_task(task.get_loop()) is task:
        return running_links(coroutine)
    return links


def shown_links(task: Any) -> List[Link]:
    """Those of the program's own code, innermost first; all of them when none is."""
    links = list(reversed(links_of(task)))
    own = [one for one in links if owner_of(one[1].f_code) == "user"]
    return own or links


def stack_of(task: Any, with_locals: bool) -> List[Dict[str, Any]]:
    """Frames, innermost first."""
    frames: List[Dict[str, Any]] = []
    for coroutine, frame in shown_links(task):
        shown: Dict[str, Any] = {"name": name_of(frame.f_code), "site": site(frame.f_code, frame.f_lasti)}
        if with_locals and len(frames) < LOCALS_LIMIT_FRAMES:
            shown["locals"] = _variables(locals_of(frame, suspended=is_suspended(coroutine)))
        frames.append(shown)
    return frames


def is_suspended(coroutine: Any) -> bool:
    """Whether the coroutine of a link waits, so that no thread is in its frame."""
    found = None if coroutine is None else link(coroutine)
    return found is not None and not found[2]


def _variables(names: Dict[str, Any]) -> List[Dict[str, Any]]:
    return [variable(name, value) for name, value in list(names.items())[:_VARIABLES_LIMIT] if type(name) is str]


def expand(task: Any, frame_index: int, path: List[str]) -> List[Dict[str, Any]]:
    """The parts of a local of a frame, reached by the names of parts; empty when it has gone meanwhile."""
    links = shown_links(task)
    if frame_index >= len(links):
        return []
    coroutine, frame = links[frame_index]
    names = locals_of(frame, suspended=is_suspended(coroutine))
    if not path:
        return _variables(names)
    if path[0] not in names:
        return []
    return parts_below(names[path[0]], path[1:])


def creation_stack(record: TaskRecord) -> List[Dict[str, Any]]:
    """Where a task was created, innermost first, without asyncio's own frames."""
    places = [(code, lasti) for code, lasti in record.places if owner_of(code) == "user"] or list(record.places)
    return [{"name": name_of(code), "site": site(code, lasti)} for code, lasti in places]


def current(registry: TaskRegistry, loops: LoopTable) -> Optional[Dict[str, int]]:
    """The task that runs now, and how many of its coroutines are around the innermost."""
    for loop in loops.live():
        task = current_task(loop) if loop.is_running() else None
        if task is not None:
            return {"taskId": registry.record(task).number, "depth": max(0, len(shown_links(task)) - 1)}
    return None


def loop_stack(loop: Any) -> List[Dict[str, Any]]:
    """What a loop's thread does now, innermost first, down to where the loop called it."""
    identifier = loop_thread(loop)
    frames: List[FrameType] = thread_stack(sys._current_frames().get(identifier)) if identifier is not None else []
    own: List[FrameType] = []
    for frame in frames:
        # `Handle._run` and everything below is the loop itself.
        if owner_of(frame.f_code) == "asyncio" and frame.f_code.co_name in ("_run", "_run_once", "run_forever"):
            break
        own.append(frame)
    shown = [frame for frame in own if owner_of(frame.f_code) == "user"]
    return [{"name": name_of(frame.f_code), "site": site(frame.f_code, frame.f_lasti)} for frame in shown]
