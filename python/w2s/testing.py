"""Tests of your own estimator against the propositions, for pytest.

An estimator is a callable ``(X, y) -> theta`` with X of shape (n, d) and y of shape (n,), or an object with ``fit(X, y)`` and ``coef_`` as in
scikit-learn. A right one is refuted with probability ``error`` at most; for fine-tuning this is asymptotic in the number of replicates.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from . import _core
from ._arrays import Array, frozen
from ._claim import Claim
from ._problem import Problem
from ._result import Result

__all__ = ["assert_fine_tuning", "assert_holds", "assert_mean", "assert_refinement"]

ERROR = 1e-6
REPLICATES = 4000


def _estimator(estimator: Any) -> Callable[[Array, Array], Any]:
    if callable(estimator):
        return estimator  # type: ignore[no-any-return]
    if hasattr(estimator, "fit"):
        return lambda X, y: np.ravel(estimator.fit(X, y).coef_)
    raise TypeError(f"{estimator!r} is neither a callable (X, y) -> theta nor has it fit(X, y) and coef_")


def _numbers(what: str, problem: Problem, function: Callable[[Array, Array], Any], length: int) -> Any:
    dim = problem.dim

    def call(prompts: bytes, labels: bytes) -> bytes:
        y = np.frombuffer(labels, dtype=np.float64)
        found = np.asarray(function(frozen(prompts, y.size, dim), y))
        if found.shape != ((length,) if length else ()) or found.dtype != np.float64:
            shape = f"({length},)" if length else "()"
            raise TypeError(
                f"the {what} returned shape {found.shape} and dtype {found.dtype}; it must return shape {shape} and dtype float64"
            )
        return found.tobytes()

    return call


def _judge(answer: tuple[str, bool] | None) -> None:
    if answer is None:
        return
    message, refuted = answer
    message = message.replace("check_mean", "w2s.testing.assert_mean")
    if refuted:
        raise AssertionError(message)
    raise ValueError(message)


def assert_fine_tuning(
    estimator: Any,
    problem: Problem,
    samples: int,
    *,
    seed: int = 1,
    replicates: int = REPLICATES,
    error: float = ERROR,
) -> None:
    """Asserts Proposition 3.2: E β̂ lies on the segment between source and weak supervisor, and E|β̂ − β_Q|² is at least the segment bound.

    It is about estimators that shrink the fit of n weak labels towards the source; for another class state its own bound in :func:`assert_mean`.

    :raises AssertionError: says what fails and by how much.
    :raises ValueError: the estimator could not be tested, as on prompts that are not isotropic.
    """
    call = _numbers("estimator", problem, _estimator(estimator), problem.dim)
    _judge(_core.check_naive_fine_tuning(problem._core, samples, call, (seed, replicates, error)))


def assert_refinement(
    posterior: Callable[[Array, Array], Any],
    problem: Problem,
    batch: int,
    *,
    seed: int = 1,
    replicates: int = REPLICATES,
    error: float = ERROR,
) -> None:
    """Asserts Theorem 4.3 on a posterior ``(X, y) -> probabilities`` of the K concepts after a batch of m weak labels.

    :raises AssertionError: misalignment is above the Chernoff bound, or below its floor.
    :raises ValueError: the bound is too small to be tested, or the problem has no single target.
    """
    call = _numbers("posterior", problem, posterior, problem.concept_count)
    _judge(_core.check_refinement(problem._core, batch, call, (seed, replicates, error)))


def assert_mean(
    number: Callable[[Array, Array], float],
    problem: Problem,
    samples: int,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    seed: int = 1,
    replicates: int = REPLICATES,
    error: float = ERROR,
) -> None:
    """Asserts a stated bound on the mean of ``number(X, y)`` over samples of n weak labels, asymptotically in the number of replicates.

    :raises AssertionError: the mean is beyond the bound.
    :raises ValueError: the observations have a heavy tail, so that nothing can be said.
    """
    if (at_least is None) == (at_most is None):
        raise TypeError("give at_least or at_most")
    bound = at_least if at_least is not None else at_most
    assert bound is not None
    call = _numbers("function", problem, lambda X, y: np.float64(number(X, y)), 0)
    _judge(_core.check_mean(problem._core, samples, call, at_least is not None, float(bound), (seed, replicates, error)))


def assert_holds(claim: str | Claim | Result, /, **arguments: Any) -> Result:
    """Asserts that a claim holds or is tight; the arguments are those of :func:`w2s.check`.

    :raises AssertionError: shows the worst cell.
    """
    from ._check import check

    found = claim if isinstance(claim, Result) else check(claim, **arguments)
    if not found.holds:
        raise AssertionError(f"{found!r}\nworst cell: {found.worst}")
    return found
