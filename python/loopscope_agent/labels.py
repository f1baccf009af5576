"""What the program itself calls an object: the variable, attribute or item that refers to it."""

from __future__ import annotations

import types
from types import FrameType
from typing import Any, Dict, Iterable, Optional

from .frames import locals_of, owner_of
from .values import attributes, describe

_ITEMS_LIMIT = 100
_PLAIN = (int, str, bytes, float, bool, type(None), types.FunctionType, types.ModuleType)


def label_in_frames(value: Any, frames: Iterable[FrameType]) -> Optional[str]:
    """The name in the outermost of these suspended frames that refer to an object; None when none does.

    The frames lead outwards, beginning with the one that waits: where an object comes from it has its telling name,
    further in it is a parameter.
    """
    label: Optional[str] = None
    for frame in frames:
        if owner_of(frame.f_code) != "user":
            continue
        label = _label_in(value, locals_of(frame, suspended=True)) or _global_label(value, frame.f_globals) or label
    return label


def _label_in(value: Any, names: Dict[str, Any]) -> Optional[str]:
    for name, item in names.items():
        if item is value:
            return name
    for name, item in names.items():
        if type(item) not in _PLAIN:
            inner = _part(value, name, item)
            if inner is not None:
                return inner
    return None


def _global_label(value: Any, names: Dict[str, Any]) -> Optional[str]:
    for name, item in list(names.items()):
        if item is value:
            return name
    return None


def _part(value: Any, name: str, owner: Any) -> Optional[str]:
    kind = type(owner)
    if kind in (list, tuple):
        for index, item in enumerate(owner[:_ITEMS_LIMIT]):
            if item is value:
                return f"{name}[{index}]"
        return None
    if kind is dict:
        if len(owner) <= _ITEMS_LIMIT:
            for key, item in list(owner.items()):
                if item is value:
                    return f"{name}[{describe(key, 0)}]"
        return None
    for attribute, item in attributes(owner).items():
        if item is value:
            # `self.lock` is the program's `lock` of that object.
            return attribute if name == "self" else f"{name}.{attribute}"
    return None
