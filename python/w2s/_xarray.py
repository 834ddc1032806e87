"""Cells as a dataset of xarray."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import xarray as xr

NUMBERS = ("mean", "standard_error", "lower", "upper", "expected", "replicates")
WORDS = ("verdict", "warrant")


def to_xarray(cells: list[dict[str, Any]], attributes: dict[str, Any]) -> xr.Dataset:
    """The dataset; a variable that follows from others is no dimension but a variable."""
    import xarray

    names = list(cells[0]["setting"]) if cells else []
    dimensions = _dimensions(cells, names)
    values = {name: list(dict.fromkeys(cell["setting"][name] for cell in cells)) for name in dimensions}
    places = [tuple(values[name].index(cell["setting"][name]) for name in dimensions) for cell in cells]
    shape = tuple(len(values[name]) for name in dimensions)

    def array(found: list[Any], empty: Any, kind: Any) -> tuple[list[str], Any]:
        whole = np.full(shape, empty, dtype=kind)
        for place, value in zip(places, found, strict=True):
            whole[place] = empty if value is None else value
        return dimensions, whole

    variables = {name: array([_number(cell.get(name)) for cell in cells], np.nan, float) for name in NUMBERS}
    variables |= {name: array([cell.get(name) for cell in cells], "", object) for name in WORDS}
    for name in names:
        if name not in dimensions:
            variables[name] = array([cell["setting"][name] for cell in cells], np.nan, object)
    return xarray.Dataset(variables, coords=values, attrs=attributes)


def _dimensions(cells: list[dict[str, Any]], names: list[str]) -> list[str]:
    """The variables, without those that have several values and follow from the others."""
    dimensions = list(names)
    for name in reversed(names):
        others = [other for other in dimensions if other != name]
        pairs = {(tuple(cell["setting"][other] for other in others), cell["setting"][name]) for cell in cells}
        several = len({value for _, value in pairs}) > 1
        if several and others and len(pairs) == len({key for key, _ in pairs}):
            dimensions = others
    return dimensions


def _number(found: Any) -> float | None:
    """A number of a document, in which infinities are words."""
    return None if found is None else float(found)
