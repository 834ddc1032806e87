"""Hypothesis strategies for problems and their parts; needs Hypothesis.

Each strategy often draws the edges of its domain: one concept, as many concepts as dimensions, priors with zeros or with nearly all mass on one
concept, noise from 1e-8 to 1e8, concepts at an angle of 1e-9. It shrinks towards the case that is easiest to read: few dimensions, orthonormal
concepts, a uniform prior, noise ½. The ranges are those of the Rust crate ``weak-to-strong-proptest``::

    from hypothesis import given
    from w2s import strategies

    @given(strategies.moderate_problems(6), strategies.sample_counts(40))
    def test_mine(problem, samples):
        w2s.testing.assert_fine_tuning(mine, problem, samples)
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from importlib.resources import files
from typing import Any, TypeVar

from hypothesis import assume
from hypothesis import strategies as st

from ._problem import Description, Problem, biased, gaussian, orthonormal, persona

__all__ = [
    "batch_sizes",
    "concepts",
    "moderate_problems",
    "noises",
    "penalties",
    "priors",
    "problems",
    "sample_counts",
]

EDGES: dict[str, dict[str, Any]] = json.loads(files("w2s").joinpath("_edges.json").read_text(encoding="utf-8"))
ISOTROPIC = ["gaussian", "cube", "laplace", "rademacher", "sphere"]

T = TypeVar("T")


def _often(*weighted: tuple[int, st.SearchStrategy[T]]) -> st.SearchStrategy[T]:
    """One of these strategies, each as often as its weight says; it shrinks towards the first."""
    places = [place for place, (weight, _) in enumerate(weighted) for _ in range(weight)]
    return st.sampled_from(places).flatmap(lambda place: weighted[place][1])


def _between(ends: list[float]) -> st.SearchStrategy[float]:
    return st.floats(ends[0], ends[1])


def _powers_of_ten(exponents: list[float]) -> st.SearchStrategy[float]:
    """Powers of ten, evenly in the exponent."""
    return _between(exponents).map(lambda exponent: 10.0**exponent)


def _scale(kind: str, edge_weight: int, wide_weight: int) -> st.SearchStrategy[float]:
    edges = EDGES[kind]
    return _often(
        (2, st.just(float(edges["simplest"]))),
        (4, _powers_of_ten(edges["moderate_exponents"])),
        *((edge_weight, st.just(float(edge))) for edge in edges["edges"]),
        (wide_weight, _powers_of_ten(edges["exponents"])),
    )


def noises() -> st.SearchStrategy[float]:
    """Noises σ: ½, moderate ones, and those from 1e-8 to 1e8 with both ends. They shrink towards ½."""
    return _scale("noises", 1, 2)


def penalties() -> st.SearchStrategy[float]:
    """Penalties η ≥ 0 of ridge regression: 1, moderate ones, 0 (least squares), and those from 1e-300 to 1e300. They shrink towards 1."""
    return _scale("penalties", 1, 1)


def sample_counts(most: int) -> st.SearchStrategy[int]:
    """Numbers n of weak labels from 1 to ``most``. Both ends are drawn often."""
    return _often((1, st.just(1)), (6, st.integers(1, most)), (1, st.just(most)))


def batch_sizes(most: int) -> st.SearchStrategy[int]:
    """Batch sizes m from 0 to ``most``. For m = 0 the posterior is the prior. Both ends are drawn often."""
    return _often((1, st.just(0)), (6, st.integers(0, most)), (1, st.just(most)))


def priors(count: int) -> st.SearchStrategy[Any]:
    """Priors α over ``count`` concepts: uniform, favouring one concept, arbitrary, sparse and nearly degenerate ones.

    Each is what ``source_prior`` of a :class:`w2s.Problem` takes. They shrink towards the uniform one.
    """
    edges, concept = EDGES["priors"], st.integers(0, count - 1)
    mass, weight = _between(edges["favoured_mass"]), _between(edges["weight"])
    favouring = st.builds(lambda k, p: {"concept": k, "mass": p}, concept, mass) if count > 1 else st.just("uniform")
    any_weights = st.lists(weight, min_size=count, max_size=count).map(_normalised)
    maybe = _often((1, st.just(0.0)), (1, _between(edges["sparse_weight"])))
    sparse = st.builds(_supported, st.lists(maybe, min_size=count, max_size=count), concept)
    degenerate = st.builds(_degenerate, st.just(count), concept, _between(edges["degenerate_exponents"]))
    return _often((3, st.just("uniform")), (2, favouring), (3, any_weights), (2, sparse), (2, degenerate))


def _normalised(weights: list[float]) -> list[float]:
    total = math.fsum(weights)
    return [weight / total for weight in weights]


def _supported(weights: list[float], concept: int) -> list[float]:
    """With positive weight on this concept."""
    least = EDGES["priors"]["sparse_weight"][0]
    return _normalised([max(weight, least) if k == concept else weight for k, weight in enumerate(weights)])


def _degenerate(count: int, concept: int, exponent: float) -> list[float]:
    """All but 10^−exponent on this concept."""
    return _normalised([1.0 if k == concept else 10.0**-exponent / count for k in range(count)])


def concepts(dim: int) -> st.SearchStrategy[Description]:
    """Concepts in ``dim`` dimensions: orthonormal ones, personas, arbitrary vectors, normal vectors from a seed, and nearly parallel ones.

    Each is what ``concepts`` of a :class:`w2s.Problem` takes. They shrink towards orthonormal ones. One concept and ``dim`` concepts are drawn
    often.
    """
    edges = EDGES["concepts"]
    shapes = [
        (4, st.integers(1, dim).map(orthonormal)),
        (1, st.just(orthonormal(1))),
        (1, st.just(orthonormal(dim))),
        (2, _vectors(dim, st.integers(1, dim + 1)).map(lambda vectors: {"vectors": vectors})),
        (1, st.builds(gaussian, st.integers(1, dim + 1), st.integers(*edges["seed"]))),
    ]
    if dim > 1:
        length = _between(edges["persona_length"])
        nearly = st.builds(
            _nearly_parallel,
            st.just(dim),
            st.integers(*edges["nearly_parallel_count"]),
            _between(edges["nearly_parallel_exponents"]),
        )
        shapes += [(1, st.builds(persona, st.integers(1, dim - 1), length, length)), (1, nearly)]
    return _often(*shapes)


def _vectors(dim: int, count: st.SearchStrategy[int]) -> st.SearchStrategy[list[list[float]]]:
    vector = st.lists(_between(EDGES["concepts"]["coordinate"]), min_size=dim, max_size=dim)
    return count.flatmap(lambda many: st.lists(vector, min_size=many, max_size=many))


def _nearly_parallel(dim: int, count: int, exponent: float) -> Description:
    """Unit vectors at multiples of 10^−exponent from the first axis, towards the others in turn."""

    def tilted(k: int) -> list[float]:
        angle, vector = k * 10.0**-exponent, [0.0] * dim
        vector[0], vector[1 + k % (dim - 1)] = math.cos(angle), math.sin(angle)
        return vector

    return {"vectors": [tilted(k) for k in range(count)]}


def _count(found: Description) -> int:
    """K of a description of concepts."""
    (kind,) = found.values()
    return len(kind) if isinstance(kind, list) else kind["count"] if isinstance(kind, dict) else int(kind)


def _prompts(dim: int) -> st.SearchStrategy[Any]:
    variances = st.lists(_powers_of_ten(EDGES["prompts"]["variance_exponents"]), min_size=dim, max_size=dim)
    return _often((4, st.sampled_from(ISOTROPIC)), (1, variances.map(lambda found: {"anisotropic": found})))


def _supervisors(has_room: bool, noise: st.SearchStrategy[float]) -> st.SearchStrategy[Description]:
    """By cosine and length off the hull, unbiased first. Off the hull only where there is room."""
    edges = EDGES["weak"]
    cosine = _often((1, st.just(1.0)), (4, _between(edges["cosine"])))
    off_hull = _often((1, st.just(0.0)), (3, _between(edges["off_hull"]))) if has_room else st.just(0.0)
    return st.builds(biased, cosine, off_hull, noise)


def _built(keys: Description) -> Problem:
    """The problem, if the constructor takes the description."""
    try:
        return Problem(**keys)
    except ValueError:
        assume(False)
        raise


@st.composite
def problems(draw: Callable[[st.SearchStrategy[Any]], Any], most_dim: int) -> Problem:
    """Problems in at most ``most_dim`` dimensions.

    The target is one concept, or a prior over several; the weak supervisor is given by cosine, or with concepts anywhere, and has normal or
    Student noise; the source knows σ, or believes a noise up to ten times too small or too large. A description that is no problem, such as a
    concept of length zero with a weak cosine, is rejected.
    """
    dim = draw(st.integers(1, most_dim))
    found = draw(concepts(dim))
    count = _count(found)
    noise = draw(noises())
    keys: Description = {"dim": dim, "concepts": found, "noise": noise}
    keys["prompts"] = draw(_prompts(dim))
    keys["source_prior"] = draw(priors(count))
    keys |= draw(_often((5, st.integers(0, count - 1).map(_target)), (1, priors(count).map(_target_prior))))
    weak = draw(_supervisors(count < dim and "persona" not in found, noises()))
    if draw(_often((4, st.just(False)), (1, st.just(True)))):
        weak = {"vectors": draw(_vectors(dim, st.just(count))), "noise": weak["noise"]}
    if draw(_often((5, st.just(False)), (1, st.just(True)))):
        weak["degrees_of_freedom"] = draw(_between(EDGES["weak"]["degrees_of_freedom"]))
    if draw(_often((5, st.just(False)), (1, st.just(True)))):
        keys["believed_noise"] = noise * draw(_powers_of_ten(EDGES["source"]["misjudged_exponents"]))
    return _built(keys | {"weak": weak})


def _target(concept: int) -> Description:
    return {"target": concept}


def _target_prior(prior: Any) -> Description:
    return {"target_prior": prior}


@st.composite
def moderate_problems(draw: Callable[[st.SearchStrategy[Any]], Any], most_dim: int) -> Problem:
    """Problems in 2 to ``most_dim`` dimensions for which a simulation needs few replicates.

    Prompts are isotropic, there are at least two orthonormal concepts, the source gives each of them positive probability, and noises are from
    0.3 to 2.
    """
    edges = EDGES["moderate"]
    dim = draw(st.integers(2, most_dim))
    count = draw(st.integers(2, dim))
    concept, noise = st.integers(0, count - 1), _often((1, st.just(0.5)), (4, _between(edges["noise"])))
    favouring = st.builds(lambda k, p: {"concept": k, "mass": p}, concept, _between(edges["favoured_mass"]))
    keys: Description = {
        "dim": dim,
        "concepts": orthonormal(count),
        "prompts": draw(st.sampled_from(ISOTROPIC)),
        "source_prior": draw(_often((1, st.just("uniform")), (1, favouring))),
        "target": draw(concept),
        "noise": draw(noise),
        "weak": draw(_supervisors(count < dim, noise)),
    }
    return _built(keys)
