"""Samples of labelled prompts."""

from __future__ import annotations

from typing import NamedTuple

from . import _core
from ._arguments import whole
from ._arrays import Array, frozen


class Examples(NamedTuple):
    """Labelled prompts: ``X, Y = problem.sample(n=64, size=256)``."""

    X: Array
    """Prompts, shape (size, n, d)."""
    Y: Array
    """Labels, shape (size, n)."""


class Moments(NamedTuple):
    """The moments of samples, which ridge regression and the posterior over concepts need alone."""

    n: int
    """The number of examples of a sample."""
    gram: Array
    """XᵀX, shape (size, d, d)."""
    cross: Array
    """XᵀY, shape (size, d)."""
    label_square: Array
    """YᵀY, shape (size,)."""


def sample(problem: _core.Problem, n: int, size: int, seed: int, labels: str, mixed: bool) -> Examples:
    """Draws samples."""
    n, size, seed = whole("n", n), whole("size", size), whole("rng", seed)
    prompts, values = _core.sample(problem, n, size, seed, labels, mixed)
    return Examples(frozen(prompts, size, n, problem.dim()), frozen(values, size, n))


def moments(problem: _core.Problem, n: int, size: int, seed: int, labels: str, mixed: bool) -> Moments:
    """Draws moments of samples."""
    n, size, seed = whole("n", n), whole("size", size), whole("rng", seed)
    gram, cross, square = _core.moments(problem, n, size, seed, labels, mixed)
    dim = problem.dim()
    return Moments(n, frozen(gram, size, dim, dim), frozen(cross, size, dim), frozen(square, size))
