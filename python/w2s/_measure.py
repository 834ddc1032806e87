"""Numbers that are computed, and numbers that are measured."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from . import _core
from ._arguments import optional_whole, positive, probability, whole
from ._arrays import broadcast, shaped
from ._interrupted import interrupted
from ._own import own
from ._problem import Problem
from ._progress import Progress

DEFAULT_REPLICATES = 10_000
PROBLEM_KEYS = ("target", "target_prior", "believed_noise")
"""Keys that a description may lack."""


def formula(name: str, problem: Problem, /, **settings: Any) -> Any:
    """The value of a formula, such as ``w2s.formula("ridge_risk", p, samples=64, penalty=0.3)``.

    Settings broadcast as in NumPy; then the values are an array of their common shape. Keys of the problem may be among them, such as
    ``**{"weak.cosine": [0.2, 0.8]}``. ``w2s list formulas`` names the formulas, and
    ``w2s explain NAME`` says what each is, its unit, its source and its settings.

    :raises ValueError: a setting is missing or out of its domain, or the formula needs what the problem does not meet.
    """
    _core_of(problem)
    keys = [key for key in settings if "." in key or key in problem.description or key in PROBLEM_KEYS]
    # The extension refuses a name that is no setting.
    _core.OwnFormula(name, 1, "", "", [key for key in settings if key not in keys], float)
    shape, points = broadcast(settings)
    if not keys:
        return shaped(_core.formula(name, problem._core, points, own()), shape)
    values: list[float] = []
    for point in points:
        at = problem.replace(**{key: point.pop(key) for key in keys})
        values += _core.formula(name, at._core, [point], own())
    return shaped(values, shape)


def _core_of(problem: Problem) -> _core.Problem:
    if not isinstance(problem, Problem):
        raise TypeError(f"{problem!r} is a {type(problem).__name__}; give a w2s.Problem")
    return problem._core


@dataclass(frozen=True, eq=False)
class Estimate:
    """What is known of a mean. Where settings broadcast, each field is an array of their common shape.

    ``low`` and ``high`` are the ends of an interval that misses the mean with at most the stated probability, for all numbers of replicates
    together if the ``warrant`` is ``exact`` or ``finite-sample``.
    """

    quantity: str
    """The name of the quantity; ``w2s explain NAME`` says its unit."""
    mean: Any
    """The estimated mean, in the unit of the quantity."""
    se: Any
    """Its standard error."""
    low: Any
    """The lower end of the interval."""
    high: Any
    """The upper end of the interval."""
    warrant: Any
    """Why the interval may be believed: ``exact``, ``finite-sample``, ``asymptotic`` or ``model``; the weaker one of its ends."""
    doubt: Any
    """What speaks against an asymptotic interval, such as ``heavy tail``; empty if nothing does."""
    replicates: Any
    """Independent repetitions of the experiment."""
    sampler: str
    """How replicates were drawn, such as ``direct`` or ``bidiagonal``; all samplers of a quantity have the same mean."""
    seed: int
    """The seed."""

    @property
    def interval(self) -> tuple[Any, Any]:
        """``low`` and ``high``."""
        return self.low, self.high

    def _content(self) -> tuple[Any, ...]:
        fields = (self.mean, self.se, self.low, self.high, self.warrant, self.doubt, self.replicates)
        arrays = (np.asarray(field) for field in fields)
        return (self.quantity, self.sampler, self.seed, np.shape(self.mean), *(array.tobytes() for array in arrays))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Estimate) and self._content() == other._content()

    def __hash__(self) -> int:
        return hash(self._content())

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, field in state.items():
            if isinstance(field, np.ndarray):
                field.flags.writeable = False
            object.__setattr__(self, name, field)


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
    store: str | Path | None = None,
    **settings: Any,
) -> Estimate:
    """Measures a quantity, such as ``w2s.measure("naive.mse", p, samples=64, penalty=0.3, precision=0.01)``.

    :param replicates: independent repetitions of the experiment; by default 10,000.
    :param precision: stops when the standard error is at most this share of the mean, in place of ``replicates``.
    :param seed: the same seed gives the same numbers, to the bit, on any number of threads.
    :param error: the probability with which an interval may miss; each place of an array has its own interval.
    :param store: a folder in which replicates are kept and found again. Those of a quantity of your own are kept under its name, its version, and a
        digest of its code with all that it computes with.
    :param settings: settings of the quantity, which broadcast as in NumPy; ``w2s explain NAME`` lists them.
    :raises ValueError: a name or value is not understood, or the quantity is not defined for the problem.
    :raises Interrupted: Ctrl-C was pressed.
    """
    if replicates is not None and precision is not None:
        raise TypeError("give replicates or precision, not both")
    shape, points = broadcast(settings)
    until: int | float = DEFAULT_REPLICATES if replicates is None else whole("replicates", replicates, 1)
    if precision is not None:
        until = positive("precision", precision)
    checked = (whole("seed", seed), probability("error", error), own(stored=store is not None))
    around = (None if store is None else Path(store), optional_whole("threads", threads, 1))
    if not points:
        raise ValueError(f"the settings broadcast to shape {shape}, which has no place; give at least one value of each")
    try:
        with Progress(progress) as told:
            rows = _core.measure(quantity, _core_of(problem), points, until, *checked, *around, told)
    except KeyboardInterrupt as stopped:
        raise interrupted("the measurement") from stopped
    columns = [shaped(column, shape) for column in zip(*(row[:-1] for row in rows), strict=True)]
    mean, se, low, high, warrant, doubt, drawn = columns
    return Estimate(quantity, mean, se, low, high, warrant, doubt, drawn, rows[0][-1], seed)
