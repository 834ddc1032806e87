"""Figures in matplotlib."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot(cells: list[dict[str, Any]], x: str | None, ax: Axes | None) -> Axes:
    """Draws cells along a variable."""
    import matplotlib.pyplot as plt

    names = list(cells[0]["setting"]) if cells else []
    if not names:
        raise ValueError("the claim has no cell with a variable to draw along; see cells")
    varied = [name for name in names if len({cell["setting"][name] for cell in cells}) > 1]
    numeric = [name for name in varied if all(isinstance(cell["setting"][name], int | float) for cell in cells)]
    along = x or (numeric or names)[0]
    if along not in names:
        raise ValueError(f"x = {along!r}: the cells have {', '.join(names)}")
    others = [name for name in varied if name != along]
    axes = ax if ax is not None else plt.gca()
    series: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for cell in cells:
        series.setdefault(tuple(cell["setting"][name] for name in others), []).append(cell)
    for key, members in series.items():
        at = [float(cell["setting"][along]) for cell in members]
        mean, lower, upper = ([_finite(cell[name]) for cell in members] for name in ("mean", "lower", "upper"))
        below = [max(0.0, middle - end) for middle, end in zip(mean, lower, strict=True)]
        above = [max(0.0, end - middle) for middle, end in zip(mean, upper, strict=True)]
        label = ", ".join(f"{name} = {value}" for name, value in zip(others, key, strict=True)) or None
        marks = axes.errorbar(at, mean, yerr=[below, above], fmt="o", label=label)
        axes.plot(at, [_finite(cell["expected"]) for cell in members], color=marks.lines[0].get_color())
    axes.set_xlabel(along)
    if others:
        axes.legend()
    return axes


def _finite(found: float | str) -> float:
    """A number of a document; what is infinite is not drawn, as nothing is drawn for NaN."""
    number = float(found)
    return number if math.isfinite(number) else math.nan
