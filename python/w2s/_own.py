"""Quantities and formulas of a user's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypedDict

import numpy as np

from . import _core
from ._arrays import Array, frozen
from ._code import digest
from ._problem import Problem


class Own(TypedDict):
    """What is registered, as the core takes it."""

    quantities: list[_core.OwnQuantity]
    formulas: list[_core.OwnFormula]


ANY_PROBLEM = 'dim = 1\nprompts = "gaussian"\nconcepts = { orthonormal = 1 }\nsource_prior = "uniform"\ntarget = 0\nnoise = 1\nweak = { cosine = 1, off_hull = 0, noise = 1 }'



@dataclass(frozen=True)
class _Registered:
    """A quantity as it was registered."""

    name: str
    version: int
    meaning: str
    settings: tuple[str, ...]
    range: tuple[float, float] | None
    examples: bool
    call: Callable[..., bytes]
    function: Measured

    def core(self, code: str | None = None) -> _core.OwnQuantity:
        """As the core takes it, with a digest of its code if a store keeps its replicates."""
        return _core.OwnQuantity(
            self.name, self.version, self.meaning, self.settings, self.range, self.examples, self.call, code
        )


_quantities: dict[str, _Registered] = {}
_formulas: dict[str, _core.OwnFormula] = {}


def own(*, stored: bool = False) -> Own:
    """The quantities and formulas that are registered now. If their replicates are stored, they are told apart by digests of their code."""
    quantities = [one.core(digest(one.name, one.function) if stored else None) for one in _quantities.values()]
    return {"quantities": quantities, "formulas": list(_formulas.values())}


def _register(quantities: dict[str, _Registered], formulas: dict[str, _core.OwnFormula]) -> None:
    """Takes these in place of what is registered, unless a name is refused."""
    global _quantities, _formulas
    any_problem = _core.Problem.from_toml(ANY_PROBLEM)
    tried: Own = {"quantities": [one.core() for one in quantities.values()], "formulas": list(formulas.values())}
    _core.formula("segment_bound", any_problem, [], tried)
    _quantities, _formulas = quantities, formulas


@dataclass(frozen=True)
class Batch:
    """A group of independent samples of n weak labels, of which each gives one observation.

    With ``examples=True`` it has ``X`` (size, n, d) and ``Y`` (size, n); else the moments ``gram`` XᵀX (size, d, d), ``cross`` XᵀY (size, d)
    and ``label_square`` YᵀY (size,).
    """

    size: int
    n: int
    settings: Mapping[str, float | str]
    _arrays: Mapping[str, Array]

    def __getattr__(self, name: str) -> Array:
        arrays: Mapping[str, Array] = object.__getattribute__(self, "_arrays")
        if name in arrays:
            return arrays[name]
        raise AttributeError(f"this batch has {', '.join(arrays)}, and no {name}; see examples= of w2s.quantity")


Measured: TypeAlias = Callable[[Problem, Batch], Any]
Computed: TypeAlias = Callable[..., float]


def quantity(
    name: str,
    *,
    settings: Sequence[str] = ("samples",),
    version: int = 1,
    range: tuple[float, float] | None = None,
    examples: bool = False,
) -> Callable[[Measured], Measured]:
    """Registers a function as a quantity, which sentences and :func:`measure` can name.

    The function takes a :class:`Problem` and a :class:`Batch`, and returns one number for each sample of the batch: an array of shape (size,)
    and dtype float64. Their mean is measured::

        @w2s.quantity("stein.mse", settings=["samples"])
        def stein(problem, batch):
            theta = np.linalg.solve(batch.gram, batch.cross[..., None])[..., 0]
            return ((theta - problem.target_mean) ** 2).sum(1)

    :param name: words joined by dots. Registering a name again replaces it.
    :param settings: the library's settings that it takes; ``samples`` or ``batch`` is the number of labels n.
    :param range: where every observation is known to lie; then intervals are valid for any number of replicates.
    :param examples: whether the batch has X and Y in place of their moments.
    :raises ValueError: the name is one of the library's, a setting is unknown, or the range is none.
    """
    if range is not None and not range[0] < range[1]:
        raise ValueError(f"range = {range} of {name}: write (least, greatest), such as (0, 1)")

    def register(function: Measured) -> Measured:
        def call(core: _core.Problem, given: dict[str, Any], size: int, n: int, arrays: list[bytes]) -> bytes:
            problem = Problem._of(core)
            batch = Batch(size, n, given, _named(problem.dim, size, n, arrays))
            return _checked(name, function(problem, batch), size)

        meaning = _meaning(function, name)
        made = _Registered(name, version, meaning, tuple(settings), range, examples, call, function)
        _register(_quantities | {name: made}, {key: one for key, one in _formulas.items() if key != name})
        return function

    return register


def _named(dim: int, size: int, n: int, arrays: list[bytes]) -> dict[str, Array]:
    if len(arrays) == 2:
        return {"X": frozen(arrays[0], size, n, dim), "Y": frozen(arrays[1], size, n)}
    gram, cross, square = arrays
    return {
        "gram": frozen(gram, size, dim, dim),
        "cross": frozen(cross, size, dim),
        "label_square": frozen(square, size),
    }


def _checked(name: str, found: Any, size: int) -> bytes:
    """The bytes of the observations, if they are such."""
    array = np.asarray(found)
    if array.shape != (size,) or array.dtype != np.float64:
        raise TypeError(
            f"{name} returned an array of shape {array.shape} and dtype {array.dtype}; "
            f"it must have shape ({size},) and dtype float64: one number for each sample of the batch"
        )
    if not np.isfinite(array).all():
        place = int(np.flatnonzero(~np.isfinite(array))[0])
        raise ValueError(f"{name} returned {array[place]} for sample {place} of a batch; every observation must be a finite number")
    return array.tobytes()


def register_formula(
    name: str, *, settings: Sequence[str] = (), version: int = 1, source: str = "own"
) -> Callable[[Computed], Computed]:
    """Registers a function as a formula, which sentences and :func:`formula` can name.

    The function takes a :class:`Problem` and its settings as keywords, and returns a number::

        @w2s.register_formula("my_bound", settings=["samples"])
        def my_bound(problem, samples):
            return problem.biases.weak / samples

    :param name: letters, digits and ``_``. Registering a name again replaces it.
    :param settings: the library's settings that it takes.
    :param source: where it comes from, such as a theorem of a paper.
    :raises ValueError: the name is one of the library's, or a setting is unknown.
    """

    def register(function: Computed) -> Computed:
        def call(core: _core.Problem, given: dict[str, Any]) -> float:
            found = function(Problem._of(core), **given)
            if isinstance(found, bool) or not isinstance(found, float | int | np.floating | np.integer):
                raise TypeError(f"the formula {name} returned {found!r}, a {type(found).__name__}; it must return a number")
            if np.isnan(found):
                raise ValueError(f"the formula {name} returned nan; return a number, or raise an error that says what is missing")
            return float(found)

        meaning = _meaning(function, name)
        made = _core.OwnFormula(name, version, meaning, source, list(settings), call)
        _register({key: one for key, one in _quantities.items() if key != name}, _formulas | {name: made})
        return function

    return register


def _meaning(function: Callable[..., Any], name: str) -> str:
    """The first line of a function's documentation as a part of a sentence, without a full stop; else the name."""
    return (function.__doc__ or "").strip().partition("\n")[0].rstrip(". ") or name
