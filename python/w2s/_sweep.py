"""Ranges of a variable of a sweep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import numpy as np

from ._arrays import plain

Range: TypeAlias = dict[str, list[float]]


def log(first: float, last: float, count: int) -> Range:
    """``count`` numbers from ``first`` to ``last``, evenly spaced on a logarithmic scale; both are above 0."""
    return {"log": [first, last, count]}


def linear(first: float, last: float, count: int) -> Range:
    """``count`` numbers from ``first`` to ``last``, evenly spaced."""
    return {"linear": [first, last, count]}


def integers(first: int, last: int) -> Range:
    """All whole numbers from ``first`` to ``last``, both included."""
    return {"integers": [first, last]}


def values(variable: Any) -> Any:
    """The values of a variable as a claim file has them.

    A list or an array are its values, one number is the only one, a range is a mapping, and a text is an expression in other variables.
    """
    if isinstance(variable, str | Mapping):
        return variable
    if isinstance(variable, Iterable):
        return [plain(value) for value in np.asarray(list(variable), dtype=object).ravel()]
    return [plain(variable)]
