"""Problems are values."""

import pickle
from typing import Any

import numpy as np
import pytest

import w2s


def test_equal_by_content(problem: w2s.Problem) -> None:
    same = w2s.Problem(
        dim=np.int64(16),
        prompts="cube",
        concepts={"orthonormal": 4},
        noise=np.float64(0.5),
        weak={"cosine": 0.8, "off_hull": 0.6, "noise": 0.5},
    )
    assert same == problem and hash(same) == hash(problem) and len({same, problem}) == 1
    assert problem.replace(dim=17) != problem and problem != "a text"


@pytest.mark.parametrize(
    "concepts",
    [w2s.orthonormal(3), w2s.gaussian(9, seed=4), w2s.persona(2, content=1 / 3, style=0.1), {"vectors": [[0.1, 1e-300, 1 / 3, -2.5e7]]}],
)
def test_a_problem_comes_back_to_the_same_bits(concepts: dict[str, Any]) -> None:
    dim = 4 if "vectors" in concepts else 6
    one = w2s.Problem(dim=dim, concepts=concepts, noise=0.1 + 0.2, weak=w2s.biased(1 / 3, noise=2 / 3, degrees_of_freedom=7.1))
    back = [pickle.loads(pickle.dumps(one)), eval(repr(one)), w2s.Problem.from_toml(one.to_toml()), one.replace()]
    for other in back:
        assert other == one and repr(other) == repr(one)
        for name in ("concepts", "weak_concepts", "source_mean", "target_mean", "weak_mean", "source_prior", "target_prior"):
            assert getattr(other, name).tobytes() == getattr(one, name).tobytes()
        assert other.biases == one.biases


def test_nothing_can_be_set(problem: w2s.Problem) -> None:
    with pytest.raises(AttributeError, match=r"replace\(dim="):
        problem.dim = 3  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del problem._json
    with pytest.raises(ValueError, match="read-only"):
        problem.source_mean[0] = 1.0
    problem.description["dim"] = 3
    assert problem.dim == 16


def test_numbers_of_a_problem(problem: w2s.Problem) -> None:
    """Four orthonormal concepts, a uniform prior: β_P is their mean, and β_Q the first of them."""
    assert problem.concepts.shape == problem.weak_concepts.shape == (4, 16)
    np.testing.assert_allclose(problem.concepts @ problem.concepts.T, np.eye(4), atol=1e-12)
    np.testing.assert_allclose(problem.source_mean, problem.concepts.mean(0), atol=1e-12)
    np.testing.assert_allclose(problem.target_mean, problem.concepts[0], atol=1e-12)
    assert problem.target_prior.tolist() == [1, 0, 0, 0]
    difference = problem.weak_mean - problem.target_mean
    source = problem.source_mean - problem.target_mean
    found = [problem.biases.source, problem.biases.weak, problem.biases.cross]
    np.testing.assert_allclose(found, [source @ source, difference @ difference, source @ difference], atol=1e-12)
    assert repr(w2s.Biases(0.75, 0.39999999999999997, -1e-17)) == "Biases(source=0.75, weak=0.4, cross=-1e-17)"


def test_replace(problem: w2s.Problem) -> None:
    assert problem.replace(dim=32).dim == 32
    quiet = problem.replace(**{"weak.noise": 0.3})
    assert quiet.description["weak"] == {"cosine": 0.8, "off_hull": 0.6, "noise": 0.3}
    assert quiet.replace(**{"weak.noise": 0.5}) == problem
    several = problem.replace(target_prior=[0.5, 0.5, 0, 0])
    assert several.target_prior.tolist() == [0.5, 0.5, 0, 0] and several.replace(target=0) == problem
    with pytest.raises(ValueError, match="prompts is 'cube'"):
        problem.replace(**{"prompts.law": "cube"})


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"dim": 0}, ["problem.dim = 0", "write dim = 1"]),
        ({"concepts": w2s.orthonormal(9)}, ["problem.concepts.orthonormal = 9", "raise dim to 9"]),
        ({"noise": float("nan")}, ["problem.noise"]),
        ({"noise": -1.0}, ["problem.noise"]),
        ({"nois": 1}, ["nois", "noise"]),
        ({"prompts": "cubes"}, ["cubes", "cube"]),
        ({"target": 7}, ["problem.target = 7", "from 0 to 1"]),
        ({"source_prior": [0.5, 0.6]}, ["problem.source_prior", "divide its entries by 1.1"]),
    ],
)
def test_a_fault_names_key_and_remedy(keys: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(ValueError) as fault:
        w2s.Problem(**({"dim": 4, "concepts": w2s.orthonormal(2)} | keys))
    assert all(word in str(fault.value) for word in words), fault.value


def test_what_is_no_value_names_its_key() -> None:
    with pytest.raises(TypeError, match=r"problem\.target: None"):
        w2s.Problem(dim=4, concepts=w2s.orthonormal(2), target=None)
