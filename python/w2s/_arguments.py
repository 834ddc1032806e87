"""Arguments that are checked before they go over the border."""

from __future__ import annotations

import operator
from typing import SupportsIndex

MOST = 2**63 - 1


def whole(name: str, value: SupportsIndex, least: int = 0) -> int:
    """A whole number from ``least`` on."""
    number = operator.index(value)
    if not least <= number <= MOST:
        raise ValueError(f"{name} = {number}: write a whole number from {least} to {MOST}")
    return number


def optional_whole(name: str, value: SupportsIndex | None, least: int = 0) -> int | None:
    """A whole number from ``least`` on, or None."""
    return None if value is None else whole(name, value, least)


def positive(name: str, value: float) -> float:
    """A finite number above 0."""
    number = float(value)
    if not 0.0 < number < float("inf"):
        raise ValueError(f"{name} = {number}: write a number above 0")
    return number


def probability(name: str, value: float) -> float:
    """A number between 0 and 1, neither of them included."""
    number = float(value)
    if not 0.0 < number < 1.0:
        raise ValueError(f"{name} = {number}: write a probability between 0 and 1, such as 1e-3")
    return number
