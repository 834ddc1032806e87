"""The outcome of a checked claim."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._claim import Claim
from ._data import Data

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import xarray as xr
    from matplotlib.axes import Axes

WORST = ["violated", "unresolved", "undefined", "tight", "holds", "vacuous", "not_applicable"]
MOST_ROWS = 20


@dataclass(frozen=True)
class Result:
    """A checked claim: verdict, slack, and the cells of its sweep. It is immutable, and pickles to the same bits."""

    document: str
    """What ``w2s check --json`` prints, as text."""
    toml: str
    """The claim file."""
    csv: str = field(compare=False)
    """The cells as a table, with how and when the numbers were made."""
    kinds: tuple[tuple[str, str], ...]
    """The columns of the table, each with what it holds: ``number``, ``count`` or ``word``."""
    svg: str | None
    """The figure; None if the claim has none."""
    data: Data | None = None
    """The user's own numbers; None if the claim is about a problem."""

    @property
    def _claim(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.document)["claims"][0]
        return found

    @property
    def claim(self) -> Claim:
        """The claim."""
        return Claim._of(self.toml, "the claim", self.data)

    @property
    def id(self) -> str:
        """The id of the claim."""
        return str(self._claim["id"])

    @property
    def states(self) -> str:
        """The sentence, with its quantifiers."""
        return str(self._claim["states"])

    @property
    def verdict(self) -> str:
        """``holds``, ``tight``, ``violated``, ``unresolved``, ``undefined``, ``vacuous`` or ``not_applicable``."""
        return str(self._claim["verdict"])

    @property
    def holds(self) -> bool:
        """Whether the claim holds at all cells, or is tight."""
        return self.verdict in ("holds", "tight")

    @property
    def warrant(self) -> str | None:
        """Why the verdict may be believed: ``exact``, ``finite-sample``, ``asymptotic`` or ``model``; None if nothing is decided."""
        warrant: str | None = self._claim["warrant"]
        return warrant

    @property
    def slack(self) -> float | None:
        """Measured ÷ expected where the claim binds most, if both are proved to be positive."""
        slack = self._claim["slack"]
        return None if slack is None else float(slack["value"])

    @property
    def replicates(self) -> int:
        """Replicates that were drawn."""
        return int(self._claim["replicates"])

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The judged cells, each with its setting, mean, interval, expected value, verdict, warrant and replicates."""
        cells: list[dict[str, Any]] = self._claim["cells"]
        return cells

    @property
    def power(self) -> dict[str, str]:
        """The verdicts on deliberately false sentences; each must be ``violated``."""
        return {one["sentence"]: one["verdict"] for one in self._claim.get("power", [])}

    @property
    def worst(self) -> dict[str, Any] | None:
        """The cell with the worst verdict; among equal ones that with the least slack or difference from the bound."""
        cells = self.cells
        return min(cells, key=lambda cell: (WORST.index(cell["verdict"]), _nearness(cell))) if cells else None

    def to_pandas(self) -> pd.DataFrame:
        """The cells as a data frame; needs pandas.

        Every claim has the columns ``id``, ``statement``, ``unit`` and the same numbers, so that frames concatenate: ``pandas.concat``.
        """
        import pandas

        types = {"number": "float64", "count": "Int64", "word": "object"}
        dtypes = {name: types[kind] for name, kind in self.kinds}
        return pandas.read_csv(io.StringIO(self.csv), comment="#", dtype=dtypes)

    def to_polars(self) -> pl.DataFrame:
        """The cells as a data frame; needs polars. Frames concatenate: ``polars.concat(…, how="diagonal_relaxed")``."""
        import polars

        types = {"number": polars.Float64, "count": polars.Int64, "word": polars.String}
        dtypes = {name: types[kind] for name, kind in self.kinds}
        return polars.read_csv(io.StringIO(self.csv), comment_prefix="#", schema_overrides=dtypes)

    def to_xarray(self) -> xr.Dataset:
        """The cells as a dataset, whose dimensions are the variables of the sweep; needs xarray.

        A variable that follows from others is no dimension. Where the sweep has no cell, numbers are NaN and words are empty.
        """
        from ._xarray import to_xarray

        return to_xarray(self.cells, {"id": self.id, "states": self.states, "verdict": self.verdict})

    def plot(self, x: str | None = None, ax: Axes | None = None) -> Axes:
        """Draws measured values with their intervals, and expected ones as lines, in matplotlib with the style that is set.

        :param x: the variable of the axis; by default the first with several values. The others make a series each.
        """
        from ._plot import plot

        return plot(self.cells, x, ax)

    def save(self, folder: str | Path) -> Path:
        """Writes ``claim.toml``, ``checks.json``, ``cells.csv`` and, if there is one, ``figure.svg`` into a folder named by the claim's id."""
        into = Path(folder) / self.id
        into.mkdir(parents=True, exist_ok=True)
        files = {"claim.toml": self.toml, "checks.json": self.document, "cells.csv": self.csv, "figure.svg": self.svg}
        for name, text in files.items():
            if text is not None:
                (into / name).write_text(text, encoding="utf-8")
        if self.data is not None:
            self.data.write(into)
        return into

    def __repr__(self) -> str:
        slack = "" if self.slack is None else f", slack {self.slack:.4g}"
        return f"<{self.id}: {self.verdict} ({self.warrant or 'nothing decided'}){slack}; {self.states}>"

    def _repr_html_(self) -> str:
        rows = "".join(_row(cell) for cell in self.cells[:MOST_ROWS])
        more = len(self.cells) - MOST_ROWS
        note = f"<p>and {more} more cells</p>" if more > 0 else ""
        return (
            f"<div><p><code>{escape(self.states)}</code></p><p><b>{escape(self.verdict)}</b>"
            f" ({escape(self.warrant or 'nothing decided')}; {self.replicates} replicates)</p>{self.svg or ''}"
            "<table><tr><th>setting</th><th>measured</th><th>interval</th><th>expected</th><th>verdict</th></tr>"
            f"{rows}</table>{note}</div>"
        )


def _nearness(cell: dict[str, Any]) -> float:
    slack = cell.get("slack")
    if slack is not None:
        return abs(float(slack["value"]) - 1)
    return abs(float(cell["difference"]["value"]))


def _row(cell: dict[str, Any]) -> str:
    setting = ", ".join(f"{name} = {value}" for name, value in cell["setting"].items())
    numbers = [_short(cell["mean"]), f"[{_short(cell['lower'])}, {_short(cell['upper'])}]", _short(cell["expected"])]
    return "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in [setting, *numbers, cell["verdict"]]) + "</tr>"


def _short(number: float | str | None) -> str:
    return f"{number:.4g}" if isinstance(number, float | int) else str(number)
