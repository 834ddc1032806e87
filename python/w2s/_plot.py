"""Figures in matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot(cells: list[dict[str, Any]], x: str | None, ax: Axes | None) -> Axes:
    """Draws cells along a variable."""
    import matplotlib.pyplot as plt

    names = list(cells[0]["setting"])
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
        mean = [float(cell["mean"]) for cell in members]
        below = [max(0.0, float(cell["mean"]) - float(cell["lower"])) for cell in members]
        above = [max(0.0, float(cell["upper"]) - float(cell["mean"])) for cell in members]
        label = ", ".join(f"{name} = {value}" for name, value in zip(others, key, strict=True)) or None
        marks = axes.errorbar(at, mean, yerr=[below, above], fmt="o", label=label)
        axes.plot(at, [float(cell["expected"]) for cell in members], color=marks.lines[0].get_color())
    axes.set_xlabel(along)
    if others:
        axes.legend()
    return axes
