"""Samples and their moments.

Statistical tests have a fixed seed, and limits at five standard errors: one comparison fails by chance with probability 6e-7.
"""

import numpy as np
import numpy.typing as npt
import pytest

import w2s

SIZE = 4000
FIVE = 5.0


def near(observations: npt.NDArray[np.float64], expected: npt.NDArray[np.float64] | float) -> bool:
    """Whether the mean over the first axis is within five standard errors of what is expected, at each place."""
    error = observations.std(0, ddof=1) / np.sqrt(len(observations))
    return bool((np.abs(observations.mean(0) - expected) <= FIVE * error + 1e-12).all())


def test_shapes_and_seeds(problem: w2s.Problem) -> None:
    X, Y = problem.sample(n=5, size=7, rng=3)
    assert X.shape == (7, 5, 16) and Y.shape == (7, 5) and X.dtype == Y.dtype == np.float64
    again, other = problem.sample(n=5, size=7, rng=3), problem.sample(n=5, size=7, rng=4)
    assert (again.X == X).all() and (again.Y == Y).all() and (other.X != X).any()
    moments = problem.moments(n=5, size=7, rng=3)
    assert moments.gram.shape == (7, 16, 16) and moments.cross.shape == (7, 16) and moments.label_square.shape == (7,)
    assert not X.flags.writeable and not moments.gram.flags.writeable
    assert problem.sample(n=0, size=2).X.shape == (2, 0, 16) and problem.sample(n=2, size=0).X.shape == (0, 2, 16)


@pytest.mark.parametrize(("labels", "mean"), [("weak", "weak_mean"), ("source", "source_mean"), ("target", "target_mean")])
def test_the_law_of_examples(problem: w2s.Problem, labels: str, mean: str) -> None:
    """Prompts are uniform on [−1, 1]ᵈ, with variance 1/3 in each coordinate, and E XY is a third of the mean vector. 48 comparisons: 3e-5 by chance."""
    X, Y = problem.sample(n=1, size=SIZE, rng=11, labels=labels)
    prompts, values = X[:, 0], Y[:, 0]
    assert near(prompts, 0.0) and near(prompts**2, 1 / 3)
    assert near(prompts * values[:, None], getattr(problem, mean) / 3)


def test_labels_are_told_apart(problem: w2s.Problem) -> None:
    """The test above has power: the weak mean is no mean of the target's labels."""
    X, Y = problem.sample(n=1, size=SIZE, rng=11, labels="target")
    assert not near(X[:, 0] * Y[:, :1], problem.weak_mean / 3)


@pytest.mark.parametrize("mixed", [False, True])
def test_moments_have_the_law_of_moments_of_examples(problem: w2s.Problem, mixed: bool) -> None:
    """The means of 16 + 16 + 1 moments and of their squares, of both ways to draw them: 4e-5 by chance."""
    n = 6
    drawn = problem.moments(n=n, size=SIZE, rng=21, labels="source", mixed=mixed)
    X, Y = problem.sample(n=n, size=SIZE, rng=22, labels="source", mixed=mixed)
    pairs = [
        (drawn.gram[:, range(16), range(16)], (X**2).sum(1)),
        (drawn.cross, (X * Y[..., None]).sum(1)),
        (drawn.label_square[:, None], (Y**2).sum(1)[:, None]),
    ]
    for direct, computed in pairs:
        for power in (1, 2):
            assert near(direct**power - (computed**power), 0.0)


def test_moments_of_no_labels_are_zero(problem: w2s.Problem) -> None:
    assert not problem.moments(n=0, size=3).gram.any()


def test_wrong_arguments(problem: w2s.Problem) -> None:
    with pytest.raises(ValueError, match='must be "weak", "source" or "target"'):
        problem.sample(n=2, labels="wek")
    with pytest.raises(ValueError, match="n = -2"):
        problem.sample(n=-2)
    with pytest.raises(TypeError, match="integer"):
        problem.moments(n=2.5)  # type: ignore[arg-type]
