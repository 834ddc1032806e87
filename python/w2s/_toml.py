"""Writes values as TOML."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


def value(found: Any) -> str:
    """One value; a mapping is an inline table."""
    if isinstance(found, np.generic):
        found = found.item()
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, str):
        return json.dumps(found, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(found, float):
        return repr(found)
    if isinstance(found, int):
        return str(found)
    if isinstance(found, Mapping):
        return "{ " + ", ".join(f"{key(name)} = {value(one)}" for name, one in found.items()) + " }"
    if isinstance(found, Sequence | np.ndarray):
        return "[" + ", ".join(value(one) for one in found) + "]"
    raise TypeError(f"{found!r} is a {type(found).__name__}, which no claim file has; give numbers, texts, lists or dicts")


def key(name: str) -> str:
    """One key, in quotes where it needs them."""
    bare = name.replace("_", "").replace("-", "")
    return name if bare.isascii() and bare.isalnum() else json.dumps(name, ensure_ascii=False)


def table(heading: str, entries: Mapping[str, Any]) -> str:
    """A table under its heading; nothing if there are no entries."""
    if not entries:
        return ""
    return f"\n[{heading}]\n" + "".join(f"{key(name)} = {_entry(heading, name, one)}\n" for name, one in entries.items())


def _entry(heading: str, name: str, found: Any) -> str:
    try:
        return value(found)
    except TypeError as error:
        raise TypeError(f"{heading}.{name}: {error}") from None
