"""Values as text, and their parts, without running a line of the program: no `__repr__`, no properties, no `__eq__`."""

from __future__ import annotations

import itertools
import types
from typing import Any, Dict, List, Optional, Sequence, Tuple

_TEXT_LIMIT = 200
_SHOWN_ITEMS = 5
_CHILDREN_LIMIT = 1_000
#: Longer integers are not turned into digits: that takes quadratic time, and 3.11 refuses it.
_INT_LIMIT_BITS = 4_000

_type_name = type.__dict__["__name__"].__get__
#: Of a class, not asking its metaclass.
type_module = type.__dict__["__module__"].__get__
type_namespace = type.__dict__["__dict__"].__get__
type_mro = type.__dict__["__mro__"].__get__


def type_name(value: Any) -> str:
    """The name of a value's class, not asking the value or its metaclass."""
    return _type_name(type(value))


def _cut(text: str) -> str:
    return text if len(text) <= _TEXT_LIMIT else text[: _TEXT_LIMIT - 1] + "…"


def describe(value: Any, depth: int = 1) -> str:
    """A short text for a value."""
    kind = type(value)
    if value is None or kind in (bool, float, complex):
        return repr(value)
    if kind is int:
        bits = value.bit_length()
        return repr(value) if bits <= _INT_LIMIT_BITS else f"<int of {bits} bits>"
    if kind in (str, bytes):
        shown = repr(value[:_TEXT_LIMIT])
        return _cut(shown) if len(value) <= _TEXT_LIMIT else _cut(shown[:-1]) + "…"
    if kind in (list, tuple, dict, set, frozenset):
        return _describe_collection(value, kind, depth)
    if kind in (types.FunctionType, types.BuiltinFunctionType):
        return f"<function {value.__name__}>"
    if kind is types.ModuleType:
        return f"<module {object.__getattribute__(value, '__dict__').get('__name__')!r}>"
    if issubclass(kind, type):
        return f"<class {_type_name(value)!r}>"
    if issubclass(kind, BaseException):
        return _describe_exception(value)
    name = _task_name(value)
    return f"<{type_name(value)} object>" if name is None else f"<{type_name(value)} {name!r}>"


def _task_name(value: Any) -> Optional[str]:
    """The name of a task of asyncio's own class."""
    if type(value).__name__ != "Task" or type(value).__module__ not in ("_asyncio", "asyncio.tasks"):
        return None
    name = value.get_name()
    return name if type(name) is str else None


def _describe_collection(value: Any, kind: type, depth: int) -> str:
    opening, closing = {list: "[]", tuple: "()", dict: "{}", set: "{}", frozenset: "{}"}[kind]
    name = "frozenset" if kind is frozenset else ""
    if kind in (set, frozenset) and not value:
        return f"{kind.__name__}()"
    if depth == 0 and value:
        return f"{name}{opening}…{closing}"
    items = []
    for item in list(itertools.islice(value.items() if kind is dict else value, _SHOWN_ITEMS)):
        if kind is dict:
            items.append(f"{describe(item[0], 0)}: {describe(item[1], depth - 1)}")
        else:
            items.append(describe(item, depth - 1))
    if len(value) > _SHOWN_ITEMS:
        items.append(f"… {len(value) - _SHOWN_ITEMS} more")
    elif kind is tuple and len(value) == 1:
        items[0] += ","
        return _cut(f"({items[0]})")
    return _cut(f"{name}{opening}{', '.join(items)}{closing}")


def exception_message(error: BaseException) -> str:
    """The message of an exception as far as its arguments are plain; '' without one."""
    args = BaseException.args.__get__(error)  # type: ignore[attr-defined]
    if type(args) is not tuple or not args:
        return ""
    if issubclass(type(error), OSError) and len(args) >= 2 and type(args[0]) is int:
        return f"[Errno {args[0]}] {args[1] if type(args[1]) is str else describe(args[1])}"
    if len(args) == 1:
        return _cut(args[0]) if type(args[0]) is str else describe(args[0])
    return describe(args)


def exception_text(error: BaseException) -> str:
    """`TypeName: message`."""
    message = exception_message(error)
    return f"{type_name(error)}: {message}" if message else type_name(error)


def _describe_exception(error: BaseException) -> str:
    args = BaseException.args.__get__(error)  # type: ignore[attr-defined]
    inner = ", ".join(describe(arg, 0) for arg in args[:_SHOWN_ITEMS]) if type(args) is tuple else ""
    return _cut(f"{type_name(error)}({inner})")


def children(value: Any) -> List[Tuple[str, Any]]:
    """The parts of a value, by name: items of builtin collections, attributes that are plain storage."""
    kind = type(value)
    if kind in (list, tuple):
        return [(f"[{index}]", item) for index, item in enumerate(value[:_CHILDREN_LIMIT])]
    if kind is dict:
        return [(describe(key, 0), item) for key, item in list(itertools.islice(value.items(), _CHILDREN_LIMIT))]
    if kind in (set, frozenset):
        items = list(itertools.islice(value, _CHILDREN_LIMIT))
        return [(f"{{{index}}}", item) for index, item in enumerate(items)]
    if kind in (str, bytes, int, float, complex, bool, type(None)) or issubclass(kind, (type, types.ModuleType)):
        return []
    return list(attributes(value).items())[:_CHILDREN_LIMIT]


def part_of(value: Any, path: Sequence[str]) -> Any:
    """What is reached from a value by the names of parts. Raises ValueError when it has gone meanwhile."""
    for name in path:
        for part, item in children(value):
            if part == name:
                value = item
                break
        else:
            raise ValueError(f"'{name}' is not there any more")
    return value


def parts_below(value: Any, path: Sequence[str]) -> List[Dict[str, Any]]:
    """The parts of what is reached from a value by the names of parts; empty when it has gone meanwhile."""
    try:
        reached = part_of(value, path)
    except ValueError:
        return []
    return [variable(name, item) for name, item in children(reached)]


def attributes(value: Any) -> Dict[str, Any]:
    """Instance attributes and slots of an object, read from where they are stored."""
    found: Dict[str, Any] = {}
    for cls in type_mro(type(value)):
        for name, member in list(type_namespace(cls).items()):
            if type(member) is types.MemberDescriptorType and type(name) is str:
                try:
                    found[name] = member.__get__(value)
                except Exception:
                    # A slot that is empty.
                    continue
            elif name == "__dict__" and type(member) is types.GetSetDescriptorType:
                namespace = member.__get__(value)
                if type(namespace) is dict:
                    found.update((key, item) for key, item in list(namespace.items()) if type(key) is str)
    return found


def variable(name: str, value: Any) -> Dict[str, Any]:
    """A named value as the protocol has it."""
    text: Dict[str, Any] = {"name": name, "value": describe(value), "type": type_name(value)}
    count = len(children(value)) if type(value) not in (types.FunctionType, types.BuiltinFunctionType) else 0
    if count:
        text["children"] = count
    return text
