"""Quantities and formulas of a user's own."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import w2s
from w2s import _own


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    yield
    _own._quantities, _own._formulas = {}, {}


def ridge(gram: Any, cross: Any, n: int, penalty: float, source: Any) -> Any:
    shrunk = n * penalty
    return np.linalg.solve(gram + shrunk * np.eye(source.size), (cross + shrunk * source)[..., None])[..., 0]


def squared_error(problem: w2s.Problem, batch: w2s.Batch) -> Any:
    """Squared error of ridge regression towards the source."""
    penalty = float(batch.settings["penalty"])
    estimate = ridge(batch.gram, batch.cross, batch.n, penalty, problem.source_mean)
    return ((estimate - problem.target_mean) ** 2).sum(1)


def constant(value: float) -> Callable[[w2s.Problem, w2s.Batch], Any]:
    return lambda problem, batch: np.full(batch.size, value)


def calling(nested: Callable[[], Any]) -> Callable[[w2s.Problem, w2s.Batch], Any]:
    return lambda problem, batch: nested()


def test_the_mean_is_that_of_the_built_in_quantity(problem: w2s.Problem) -> None:
    """Intervals at an error of 1e-6 each, which overlap; they are asymptotic for own quantities without a range."""
    w2s.quantity("own.mse", settings=["samples", "penalty"])(squared_error)
    names = ("own.mse", "naive.mse")
    own, built_in = (w2s.measure(name, problem, samples=24, penalty=0.3, replicates=20_000, error=1e-6) for name in names)
    assert own.low <= built_in.high and built_in.low <= own.high and own.se < 0.01 * own.mean
    assert own.warrant == "asymptotic"
    assert w2s.check("own.mse <= 1.1 * naive.mse", problem=problem, sweep={"samples": 24, "penalty": 0.3}).holds


def test_the_numbers_are_those_of_the_callable(problem: w2s.Problem) -> None:
    """The mean is that of what the callable returned, to rounding, and of moments or of their examples alike."""
    returned: list[Any] = []

    @w2s.quantity("own.kept", settings=["samples"], examples=True)
    def kept(problem: w2s.Problem, batch: w2s.Batch) -> Any:
        found = (batch.Y**2).sum(1)
        assert batch.X.shape == (batch.size, batch.n, problem.dim) and not batch.X.flags.writeable
        returned.append(found)
        return found

    found = w2s.measure("own.kept", problem, samples=3, replicates=1024, threads=1)
    all_of_them = np.concatenate(returned)
    assert all_of_them.size == 1024
    np.testing.assert_allclose(found.mean, all_of_them.mean(), rtol=1e-13)
    np.testing.assert_allclose(found.se, all_of_them.std(ddof=1) / 32, rtol=1e-12)


def test_seeds_and_threads(problem: w2s.Problem) -> None:
    w2s.quantity("own.mse", settings=["samples", "penalty"])(squared_error)
    one, two, other = (
        w2s.measure("own.mse", problem, samples=[8, 16], penalty=0.3, replicates=3000, threads=threads, seed=seed)
        for threads, seed in ((1, 1), (2, 1), (2, 2))
    )
    assert one == two and one != other


def test_registering_a_name_again_replaces_it(problem: w2s.Problem) -> None:
    for value in (1.0, 2.0):
        w2s.quantity("own_number")(constant(value))
        assert w2s.measure("own_number", problem, samples=2, replicates=300).mean == value
    w2s.register_formula("own_number")(lambda problem: 3)
    assert w2s.formula("own_number", problem) == 3.0
    w2s.quantity("own_number")(lambda problem, batch: np.full(batch.size, 4.0))
    assert w2s.measure("own_number", problem, samples=2, replicates=300).mean == 4.0


def test_a_range_makes_intervals_valid_at_any_size(problem: w2s.Problem) -> None:
    w2s.quantity("own.share", range=(0, 1))(lambda problem, batch: (batch.label_square > batch.n).astype(float))
    assert w2s.measure("own.share", problem, samples=4, replicates=600).warrant == "finite-sample"
    w2s.quantity("own.share", range=(0, 1))(lambda problem, batch: batch.label_square + 1)
    with pytest.raises(ValueError, match=r"outside the range \[0, 1\]"):
        w2s.measure("own.share", problem, samples=4, replicates=600)


@pytest.mark.parametrize(
    ("returned", "error", "words"),
    [
        (lambda size: np.zeros((size, 2)), TypeError, r"shape \(256, 2\) and dtype float64.*shape \(256,\) and dtype float64"),
        (lambda size: np.zeros(size, dtype=int), TypeError, "dtype int64.*dtype float64"),
        (lambda size: np.zeros(size, dtype=np.float32), TypeError, "dtype float32.*dtype float64"),
        (lambda size: None, TypeError, "dtype object"),
        (lambda size: np.full(size, np.nan), ValueError, "own.wrong returned nan for sample 0"),
        (lambda size: np.full(size, -np.inf), ValueError, "own.wrong returned -inf"),
    ],
)
def test_what_is_no_number_for_each_sample(
    problem: w2s.Problem, returned: Callable[[int], Any], error: type[Exception], words: str
) -> None:
    w2s.quantity("own.wrong")(lambda problem, batch: returned(batch.size))
    with pytest.raises(error, match=words):
        w2s.measure("own.wrong", problem, samples=4)
    with pytest.raises(error, match=words):
        w2s.check("own.wrong >= 1", problem=problem, sweep={"samples": 4})


class Mine(Exception):
    """An exception that the package does not know."""


def test_exceptions_come_through_as_they_are(problem: w2s.Problem) -> None:
    raised = Mine("in the callable")

    def fails(*_: Any) -> Any:
        raise raised

    w2s.quantity("own.fails")(fails)
    w2s.register_formula("own_fails")(fails)
    calls: list[Callable[[], Any]] = [
        lambda: w2s.measure("own.fails", problem, samples=4),
        lambda: w2s.check("own.fails >= 1", problem=problem, sweep={"samples": 4}),
        lambda: w2s.formula("own_fails", problem),
        lambda: w2s.check("naive.mse >= own_fails", problem=problem, sweep={"samples": 4, "penalty": 1}),
    ]
    for call in calls:
        with pytest.raises(Mine) as found:
            call()
        assert found.value is raised
    assert w2s.measure("naive.mse", problem, samples=4, penalty=1, replicates=300).replicates == 300


def test_nested_calls_are_refused(problem: w2s.Problem) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: w2s.measure("naive.mse", problem, samples=3, penalty=1),
        lambda: w2s.formula("segment_bound", problem),
        lambda: w2s.check("prop-3.2-segment"),
        lambda: w2s.falsify("prop-3.2-segment", problems=1),
        lambda: problem.sample(3),
        lambda: problem.moments(3),
    ]
    for nested in calls:
        w2s.quantity("own.nested")(calling(nested))
        with pytest.raises(RuntimeError, match="cannot be called from inside of a quantity"):
            w2s.measure("own.nested", problem, samples=4)
    w2s.register_formula("own_nested")(lambda problem: w2s.formula("segment_bound", problem))
    with pytest.raises(RuntimeError, match="cannot be called from inside"):
        w2s.formula("own_nested", problem)


def test_refused_names_leave_nothing_behind(problem: w2s.Problem) -> None:
    refused: list[tuple[Callable[[], Any], str]] = [
        (lambda: w2s.quantity("a b")(squared_error), "cannot be the name"),
        (lambda: w2s.quantity("naive.mse")(squared_error), "it is that of a quantity"),
        (lambda: w2s.quantity("own.y", settings=["penalty"])(squared_error), 'give "samples" or "batch"'),
        (lambda: w2s.quantity("own.y", settings=["sampels"])(squared_error), "no setting sampels"),
        (lambda: w2s.quantity("own.y", range=(1, 0))(squared_error), r"write \(least, greatest\)"),
        (lambda: w2s.register_formula("own.y")(lambda problem: 1.0), "cannot be the name of a formula"),
        (lambda: w2s.register_formula("segment_bound")(lambda problem: 1.0), "choose another name"),
    ]
    for call, words in refused:
        with pytest.raises(ValueError, match=words):
            call()
        assert w2s.formula("segment_bound", problem) > 0


def test_a_full_stop_of_documentation_is_not_a_part_of_the_meaning() -> None:
    """A meaning is a part of longer sentences, such as "labels, measured" below a figure."""

    def own_labels(x: Any, y: Any) -> Any:
        """The mean of the labels.

        And more of it.
        """
        return y.mean(-1)

    assert _own._meaning(own_labels, "own_labels") == "The mean of the labels"
    assert _own._meaning(lambda: 0, "own") == "own"


def test_formulas(problem: w2s.Problem) -> None:
    @w2s.register_formula("own_bound", settings=["samples"])
    def own_bound(problem: w2s.Problem, samples: float) -> float:
        return problem.biases.weak / samples

    found = w2s.formula("own_bound", problem, samples=[[1, 2], [4, 8]])
    np.testing.assert_array_equal(found, problem.biases.weak / np.array([[1, 2], [4, 8]]))
    assert w2s.check("naive.mse >= own_bound", problem=problem, sweep={"samples": [64], "penalty": 0.3}).holds
    wrong: list[tuple[Any, type[Exception]]] = [("many", TypeError), (float("nan"), ValueError)]
    for value, error in wrong:
        w2s.register_formula("own_wrong")(lambda problem: value)
        with pytest.raises(error, match="the formula own_wrong returned"):
            w2s.formula("own_wrong", problem)


def test_a_batch_names_what_it_has(problem: w2s.Problem) -> None:
    w2s.quantity("own.names")(lambda problem, batch: batch.X)
    with pytest.raises(AttributeError, match="this batch has gram, cross, label_square, and no X"):
        w2s.measure("own.names", problem, samples=4)
