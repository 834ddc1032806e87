"""Numbers that are computed, and numbers that are measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from . import _core
from ._arrays import broadcast, shaped
from ._own import own
from ._problem import Problem
from ._progress import Progress

DEFAULT_REPLICATES = 10_000


def formula(name: str, problem: Problem, /, **settings: Any) -> Any:
    """The value of a formula, such as ``w2s.formula("ridge_risk", p, samples=64, penalty=0.3)``.

    Settings broadcast as in NumPy; then the values are an array of their common shape. ``w2s list formulas`` names the formulas, and
    ``w2s explain NAME`` says what each is, its unit, its source and its settings.

    :raises ValueError: a setting is missing or out of its domain, or the formula needs what the problem does not meet.
    """
    shape, points = broadcast(settings)
    return shaped(_core.formula(name, problem._core, points, own()), shape)


@dataclass(frozen=True, eq=False)
class Estimate:
    """What is known of a mean. Where settings broadcast, each field is an array of their common shape.

    ``low`` and ``high`` are the ends of an interval that misses the mean with at most the stated probability, for all numbers of replicates
    together if the ``warrant`` is ``exact`` or ``finite-sample``.
    """

    quantity: str
    mean: Any
    se: Any
    low: Any
    high: Any
    warrant: Any
    replicates: Any
    sampler: str
    seed: int

    @property
    def interval(self) -> tuple[Any, Any]:
        """``low`` and ``high``."""
        return self.low, self.high

    def _content(self) -> tuple[Any, ...]:
        fields = (self.mean, self.se, self.low, self.high, self.replicates)
        return (self.quantity, self.seed, *(np.asarray(field).tobytes() for field in fields))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Estimate) and self._content() == other._content()

    def __hash__(self) -> int:
        return hash(self._content())


def measure(
    quantity: str,
    problem: Problem,
    /,
    *,
    replicates: int | None = None,
    precision: float | None = None,
    seed: int = 1,
    error: float = 1e-3,
    threads: int | None = None,
    progress: bool = False,
    **settings: Any,
) -> Estimate:
    """Measures a quantity, such as ``w2s.measure("naive.mse", p, samples=64, penalty=0.3, precision=0.01)``.

    :param replicates: independent repetitions of the experiment; by default 10,000.
    :param precision: stops when the standard error is at most this share of the mean, in place of ``replicates``.
    :param seed: the same seed gives the same numbers, to the bit, on any number of threads.
    :param error: the probability with which an interval may miss; each place of an array has its own interval.
    :param settings: settings of the quantity, which broadcast as in NumPy; ``w2s explain NAME`` lists them.
    :raises ValueError: a name or value is not understood, or the quantity is not defined for the problem.
    :raises Interrupted: Ctrl-C was pressed.
    """
    if replicates is not None and precision is not None:
        raise TypeError("give replicates or precision, not both")
    shape, points = broadcast(settings)
    until = float(precision) if precision is not None else (DEFAULT_REPLICATES if replicates is None else replicates)
    with Progress(progress) as told:
        rows = _core.measure(quantity, problem._core, points, until, seed, error, own(), threads, told)
    columns = [shaped(column, shape) for column in zip(*(row[:-1] for row in rows), strict=True)]
    return Estimate(quantity, *columns, rows[0][-1], seed)
