"""Numbers of a user's own runs, as a claim takes them."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from . import _toml


@dataclass(frozen=True)
class Data:
    """Replicates that another program has drawn; :func:`data` makes them of a data frame."""

    csv: str
    """A line for each replicate, below a header."""
    table: str
    """The ``[data]`` table of a claim file."""

    @property
    def file(self) -> str:
        """The name of the file that the table names, which has a digest of its content."""
        return _file(self.csv)

    def write(self, folder: Path) -> None:
        """Writes the file into the folder of a claim file."""
        (folder / self.file).write_text(self.csv, encoding="utf-8")


def data(frame: Any, *, observations: Mapping[str, Any], settings: Sequence[str] = ()) -> Data:
    """Replicates of a user's own, such as runs of a network, about which sentences can be checked (docs/data.md)::

        runs = w2s.data(frame, settings=["samples"], observations={"network.error": {"column": "error", "range": [0, 1]}})
        w2s.check("network.error <= 0.5", data=runs)

    Each row of the frame is one independent replicate. Rows that agree in all settings are the replicates of one cell. Observations of one row
    belong together, so a comparison of two of them is paired. A ``range`` says what is known of the values without looking at them, and makes
    intervals ``finite-sample``; without it they are ``asymptotic``. With ``"law": "normal"`` in its place they are Student's, from two rows on, with
    warrant ``model``.

    :param frame: a data frame of pandas or polars, or a mapping of names to arrays of equal lengths.
    :param observations: names in sentences, each with its column, or with ``{"column": ..., "range": [least, greatest], "law": "normal", "unit": ...}``, of which range or law
        and unit may be left out.
    :param settings: columns that are settings of sentences.
    :raises ValueError: a column is missing, has another length, or a value is not a number.
    """
    if not observations:
        raise ValueError("observations are empty; name at least one column, as in observations={\"network.error\": \"error\"}")
    named = {name: _column_of(name, one) for name, one in observations.items()}
    columns = {name: _column(frame, name) for name in dict.fromkeys([*settings, *named.values()])}
    if len({len(column) for column in columns.values()}) != 1:
        raise ValueError(f"the columns have {', '.join(f'{len(column)} rows in {name}' for name, column in columns.items())}; give equal lengths")
    for name in named.values():
        _numbers(name, columns[name])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    found = text.getvalue()
    table = _toml.table("data", {"file": _file(found), "settings": list(settings)}) + _toml.table("data.observations", observations)
    return Data(found, table)


def _file(text: str) -> str:
    return f"data-{hashlib.sha256(text.encode()).hexdigest()[:16]}.csv"


def _column_of(name: str, observation: Any) -> str:
    column = observation.get("column") if isinstance(observation, Mapping) else observation
    if not isinstance(column, str):
        raise TypeError(f'{name} is {observation!r}; write a column, or {{"column": ..., "range": [least, greatest]}}')
    return column


def _column(frame: Any, name: str) -> list[Any]:
    try:
        column: list[Any] = np.asarray(frame[name]).tolist()
    except Exception as missing:
        known = ", ".join(str(known) for known in getattr(frame, "columns", frame))
        raise ValueError(f"there is no column {name}; the frame has {known}") from missing
    return column


def _numbers(name: str, column: list[Any]) -> None:
    for row, value in enumerate(column):
        if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
            raise ValueError(f"row {row} of {name} is {value!r}; every observation must be a finite number")
