"""Arrays of numbers, as they come over the border to the core and go back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Value: TypeAlias = int | float | str
"""A setting of an experiment, or a key of a problem."""


def frozen(data: bytes | bytearray, *shape: int) -> Array:
    """The array of these bytes, which cannot be written to."""
    array = np.frombuffer(data, dtype=np.float64).reshape(shape)
    array.flags.writeable = False
    return array


def plain(value: Any) -> Value:
    """A number or a word of Python from one of NumPy."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError(f"{value!r} is a {type(value).__name__}; give a number or a word")
    return value


def broadcast(settings: Mapping[str, Any]) -> tuple[tuple[int, ...], list[dict[str, Value]]]:
    """The common shape of all values as NumPy broadcasts them, and the settings at each of its places in C order."""
    arrays = np.broadcast_arrays(*(np.asarray(value, dtype=object) for value in settings.values()))
    shape = arrays[0].shape if arrays else ()
    flat = [array.ravel() for array in arrays]
    count = int(np.prod(shape, dtype=int))
    points = [{name: plain(values[i]) for name, values in zip(settings, flat, strict=True)} for i in range(count)]
    return shape, points


def shaped(numbers: Sequence[float], shape: tuple[int, ...]) -> Any:
    """One number, or an array of this shape."""
    if shape == ():
        return numbers[0]
    array = np.asarray(numbers).reshape(shape)
    array.flags.writeable = False
    return array
