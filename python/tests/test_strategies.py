"""Strategies reach their edges, shrink to what is easy to read, and find a planted bug."""

import inspect
import math
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import w2s
from w2s import strategies
from w2s.testing import assert_fine_tuning, assert_refinement

SAME_DRAWS = settings(max_examples=600, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
SIMPLEST = w2s.Problem(dim=1, concepts=w2s.orthonormal(1))


def edges_of(problem: w2s.Problem) -> dict[str, bool]:
    keys = problem.description
    weak, concepts = keys["weak"], keys["concepts"]
    return {
        "one concept": problem.concept_count == 1,
        "as many concepts as dimensions": concepts == w2s.orthonormal(problem.dim),
        "more concepts than dimensions": problem.concept_count > problem.dim,
        "normal concepts": "gaussian" in concepts,
        "personas": "persona" in concepts,
        "one dimension": problem.dim == 1,
        "priors with zeros": bool((problem.source_prior == 0).any()),
        "several targets": "target_prior" in keys,
        "tiny noise": keys["noise"] == 1e-8,
        "huge noise": weak["noise"] == 1e8,
        "misjudged noise": "believed_noise" in keys,
        "unbiased": weak.get("cosine") == 1 and weak.get("off_hull") == 0,
        "anywhere": "vectors" in weak,
        "Student noise": "degrees_of_freedom" in weak,
        "anisotropic": isinstance(keys["prompts"], dict),
    }


def test_edges_are_reached() -> None:
    """Each comes up in one problem of a hundred at least."""
    counts: Counter[str] = Counter()

    @SAME_DRAWS
    @given(strategies.problems(5))
    def count(problem: w2s.Problem) -> None:
        counts.update({edge: int(reached) for edge, reached in edges_of(problem).items()})

    count()
    assert min(counts.values()) >= 6, counts


def simplest(holds: Callable[[w2s.Problem], bool]) -> w2s.Problem:
    """What is left after shrinking of the problems with this property."""
    found: list[w2s.Problem] = []

    @settings(SAME_DRAWS, phases=[Phase.generate, Phase.shrink])
    @given(strategies.problems(5))
    def fails(problem: w2s.Problem) -> None:
        if holds(problem):
            found.append(problem)
            raise AssertionError

    with pytest.raises(AssertionError):
        fails()
    return found[-1]


def test_failures_shrink_to_what_is_easy_to_read() -> None:
    assert simplest(lambda problem: True) == SIMPLEST
    assert simplest(lambda problem: problem.dim >= 4) == SIMPLEST.replace(dim=4)
    assert simplest(lambda problem: problem.description["noise"] > 10).replace(noise=0.5) == SIMPLEST
    several = simplest(lambda problem: problem.concept_count >= 3)
    assert several == w2s.Problem(dim=3, concepts=w2s.orthonormal(3))


@SAME_DRAWS
@given(st.data(), st.integers(1, 6))
def test_parts_are_what_a_problem_takes(data: Any, dim: int) -> None:
    count = data.draw(st.integers(1, dim))
    noise, penalty = data.draw(strategies.noises()), data.draw(strategies.penalties())
    made = w2s.Problem(
        dim=dim, concepts=w2s.orthonormal(count), source_prior=data.draw(strategies.priors(count)), noise=noise
    )
    assert math.isclose(made.source_prior.sum(), 1, rel_tol=1e-12)
    assert 1e-8 <= noise <= 1e8 and 0 <= penalty <= 1e300
    assert 1 <= data.draw(strategies.sample_counts(9)) <= 9 and 0 <= data.draw(strategies.batch_sizes(9)) <= 9
    assert data.draw(strategies.concepts(dim)).keys() <= {"orthonormal", "persona", "vectors", "gaussian"}


@settings(max_examples=200, database=None, derandomize=True, deadline=None)
@given(strategies.moderate_problems(6))
def test_moderate_problems(problem: w2s.Problem) -> None:
    assert 2 <= problem.concept_count <= problem.dim <= 6 and problem.source_prior.min() > 0
    assert w2s.formula("prompt_variance", problem) > 0 and 0.3 <= problem.description["noise"] <= 2


def test_the_edges_are_those_of_the_rust_crate() -> None:
    """In the repository; a wheel has the copy alone."""
    rust = Path(__file__).parents[2] / "crates/proptest/src/edges.json"
    if not rust.exists():
        pytest.skip("not in the repository")
    assert files("w2s").joinpath("_edges.json").read_bytes() == rust.read_bytes()


def test_all_names_have_docstrings() -> None:
    for name in strategies.__all__:
        assert inspect.getdoc(getattr(strategies, name)), name


def ridge(towards: Callable[[w2s.Problem], Any], problem: w2s.Problem) -> Callable[[Any, Any], Any]:
    def estimator(X: Any, y: Any) -> Any:
        n, centre = len(y), towards(problem)
        return np.linalg.solve(X.T @ X + n * 0.5 * np.eye(problem.dim), X.T @ y + n * 0.5 * centre)

    return estimator


FEW = settings(SAME_DRAWS, max_examples=25, phases=[Phase.generate, Phase.shrink])


def test_a_right_estimator_passes() -> None:
    """25 problems with a false alarm of 1e-6 each."""

    @FEW
    @given(strategies.moderate_problems(5))
    def right(problem: w2s.Problem) -> None:
        assert_fine_tuning(ridge(lambda problem: problem.source_mean, problem), problem, 20, replicates=1000)

    right()


def test_a_planted_bug_is_found_and_shrunk_to_two_dimensions() -> None:
    """Ridge regression that shrinks towards 0, in place of the source."""
    failed: list[w2s.Problem] = []

    @FEW
    @given(strategies.moderate_problems(5))
    def planted(problem: w2s.Problem) -> None:
        try:
            assert_fine_tuning(ridge(lambda problem: np.zeros(problem.dim), problem), problem, 20, replicates=1000)
        except AssertionError:
            failed.append(problem)
            raise

    with pytest.raises(AssertionError):
        planted()
    assert failed[-1].dim == 2, failed[-1]


class Ridge:
    """As in scikit-learn."""

    def __init__(self, problem: w2s.Problem, centre: Any) -> None:
        self.fitted = ridge(lambda _: centre, problem)

    def fit(self, X: Any, y: Any) -> "Ridge":
        self.coef_ = self.fitted(X, y)
        return self


def test_objects_of_scikit_learn(problem: w2s.Problem) -> None:
    from sklearn.linear_model import Ridge as SklearnRidge

    assert_fine_tuning(Ridge(problem, problem.source_mean), problem, 30)
    with pytest.raises(AssertionError, match=r"w2s\.testing\.assert_mean"):
        assert_fine_tuning(SklearnRidge(alpha=15.0, fit_intercept=False), problem, 30)
    with pytest.raises(TypeError, match="neither a callable"):
        assert_fine_tuning(3, problem, 30)


def test_estimators_that_return_something_else(problem: w2s.Problem) -> None:
    with pytest.raises(TypeError, match=r"shape \(3,\) and dtype float64; it must return shape \(16,\)"):
        assert_fine_tuning(lambda X, y: np.zeros(3), problem, 30)
    with pytest.raises(ZeroDivisionError):
        assert_fine_tuning(lambda X, y: 1 / 0, problem, 30)
    with pytest.raises(RuntimeError, match="cannot be called from inside"):
        assert_fine_tuning(lambda X, y: problem.sample(2).X, problem, 30)
    with pytest.raises(ValueError, match="isotropic"):
        assert_fine_tuning(lambda X, y: problem.source_mean, problem.replace(prompts={"anisotropic": [1.0] * 15 + [2.0]}), 30)


def posterior(problem: w2s.Problem, power: float) -> Callable[[Any, Any], Any]:
    variance = problem.description["noise"] ** 2

    def probabilities(X: Any, y: Any) -> Any:
        fit = -((y - problem.concepts @ X.T) ** 2).sum(1) / (2 * variance)
        weight = problem.source_prior * np.exp(power * (fit - fit.max()))
        return weight / weight.sum()

    return probabilities


def test_refinement() -> None:
    problem = w2s.Problem(dim=4, concepts=w2s.orthonormal(2), weak=w2s.biased(0.9, 0.0))
    assert_refinement(posterior(problem, 1.0), problem, 8)
    with pytest.raises(AssertionError):
        assert_refinement(posterior(problem, 0.0), problem, 8)


def test_stated_bounds(problem: w2s.Problem) -> None:
    """E y² = |β̄|²/3 + σ² for one weak concept."""
    square = float(problem.weak_mean @ problem.weak_mean) / 3 + 0.25
    w2s.testing.assert_mean(lambda X, y: (y**2).mean(), problem, 8, at_least=square, replicates=2000)
    w2s.testing.assert_mean(lambda X, y: (y**2).mean(), problem, 8, at_most=square, replicates=2000)
    with pytest.raises(AssertionError):
        w2s.testing.assert_mean(lambda X, y: (y**2).mean(), problem, 8, at_most=0.8 * square, replicates=2000)
    with pytest.raises(TypeError, match="at_least or at_most"):
        w2s.testing.assert_mean(lambda X, y: 0.0, problem, 8)
