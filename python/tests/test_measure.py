"""Formulas and measurements."""

import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import w2s


def test_formulas_broadcast_as_numpy(problem: w2s.Problem) -> None:
    penalty = np.geomspace(0.01, 10, 5)
    found = w2s.formula("ridge_risk", problem, samples=[[16], [64]], penalty=penalty)
    assert found.shape == (2, 5) and not found.flags.writeable
    for i, samples in enumerate([16, 64]):
        for j in range(5):
            assert found[i, j] == w2s.formula("ridge_risk", problem, samples=samples, penalty=penalty[j])
    assert isinstance(w2s.formula("segment_bound", problem), float)
    assert w2s.formula("ridge_risk", problem, samples=[], penalty=penalty[:1]).shape == (0,)
    with pytest.raises(ValueError, match="broadcast"):
        w2s.formula("ridge_risk", problem, samples=[1, 2], penalty=[1, 2, 3])


def test_formulas_take_keys_of_the_problem(problem: w2s.Problem) -> None:
    cosines = [0.1, 0.5, 1.0]
    found = w2s.formula("ridge_risk", problem, samples=[[16], [64]], penalty=0.3, **{"weak.cosine": cosines})
    assert found.shape == (2, 3)
    for j, cosine in enumerate(cosines):
        other = problem.replace(**{"weak.cosine": cosine})
        assert found[1, j] == w2s.formula("ridge_risk", other, samples=64, penalty=0.3)
    assert w2s.formula("segment_bound", problem, dim=[8, 9]).shape == (2,)
    with pytest.raises(ValueError, match="no setting penalt"):
        w2s.formula("segment_bound", problem, penalt=0.3)


def test_measurements_broadcast_as_numpy(problem: w2s.Problem) -> None:
    together = w2s.measure("naive.mse", problem, samples=[[16], [64]], penalty=[0.1, 0.3, 1], replicates=300)
    assert together.mean.shape == together.se.shape == together.low.shape == together.warrant.shape == (2, 3)
    alone = w2s.measure("naive.mse", problem, samples=64, penalty=0.3, replicates=300)
    assert alone.mean == together.mean[1, 1] and alone.interval == (together.low[1, 1], together.high[1, 1])
    assert alone.low <= alone.mean <= alone.high and alone.replicates == 300 and alone.warrant == "finite-sample"
    assert (together.replicates == 300).all() and (together.doubt == "").all()


def test_doubts_are_told() -> None:
    """Student noise of 3 degrees of freedom has no fourth moment, so that the upper end of a plain squared error is doubtful."""
    heavy = w2s.Problem(dim=4, concepts=w2s.orthonormal(2), weak=w2s.biased(0.8, 0.6, 0.5, degrees_of_freedom=3))
    settings: dict[str, Any] = {"samples": 20, "batch": 2, "labels": 20, "penalty": 0.5, "learner": "naive", "sampler": "plain"}
    found = w2s.measure("learned.mse", heavy, replicates=2000, **settings)
    assert found.doubt == "no variance" and found.warrant == "asymptotic"


def test_an_estimate_is_a_value(problem: w2s.Problem) -> None:
    one, two, other = (w2s.measure("naive.mse", problem, samples=[8, 16], penalty=0.3, replicates=300, seed=seed) for seed in (1, 1, 2))
    assert one == two and hash(one) == hash(two) and one != other
    back = pickle.loads(pickle.dumps(one))
    assert back == one and not back.mean.flags.writeable
    with pytest.raises(AttributeError):
        one.mean = 3  # type: ignore[misc]
    with pytest.raises(ValueError, match="read-only"):
        one.mean[0] = 3


def test_threads_change_nothing(problem: w2s.Problem) -> None:
    one, two = (w2s.measure("refined.mse", problem, labels=40, batch=4, penalty=0, replicates=2000, threads=n) for n in (1, 2))
    assert one == two


def test_precision(problem: w2s.Problem) -> None:
    found = w2s.measure("refined.misalignment", problem, batch=4, precision=0.05)
    assert found.se <= 0.05 * found.mean


CELLS: list[tuple[str, dict[str, Any]]] = [
    *[("naive.mse", {"samples": n, "penalty": penalty}) for n in (16, 64) for penalty in (0.01, 0.1, 1 / 3, 10.0)],
    *[("naive.bias", {"samples": 32, "penalty": penalty}) for penalty in (0.1, 1.0)],
    *[("refined.mse", {"labels": 80, "batch": batch, "penalty": 0.0}) for batch in (1, 2, 8)],
    *[("refined.misalignment", {"batch": batch}) for batch in (0, 1, 4, 16)],
    *[("naive.mse", {"samples": 20, "penalty": 0.2, "weak.cosine": cosine}) for cosine in (-0.5, 0.1, 1.0)],
]


def test_the_bits_are_those_of_the_program(problem: w2s.Problem, tmp_path: Path) -> None:
    assert len(CELLS) == 20
    path = tmp_path / "problem.toml"
    path.write_text(problem.to_toml(), encoding="utf-8")
    for quantity, settings in CELLS:
        given = [word for name, value in settings.items() for word in ("--set", f"{name}={value!r}")]
        program = [sys.executable, "-c", "from w2s._program import main; raise SystemExit(main())"]
        told = ["measure", quantity, "--problem", str(path), "--replicates", "700", "--seed", "5", "--json", *given]
        ended = subprocess.run([*program, *told], capture_output=True, text=True, cwd=tmp_path, check=False)
        assert ended.returncode == 0, ended.stderr
        document = json.loads(ended.stdout)
        if "cells" in document:
            document = document["cells"][0]
        here = w2s.measure(quantity, problem, replicates=700, seed=5, **settings)
        there = tuple(float(document[name]) for name in ("mean", "standard_error", "lower", "upper"))
        assert (here.mean, here.se, here.low, here.high) == there, (quantity, settings)
        assert (here.warrant, here.replicates) == (document["warrant"], document["replicates"])


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"samples": None}, TypeError, "None is a NoneType"),
        ({"penalty": True}, TypeError, "True is a bool"),
        ({"replicates": 10, "precision": 0.1}, TypeError, "not both"),
        ({"replicates": 10.5}, TypeError, "integer"),
        ({"replicates": 0}, ValueError, "replicates = 0"),
        ({"precision": 0.0}, ValueError, "precision = 0"),
        ({"error": 1.5}, ValueError, "error = 1.5"),
        ({"seed": -1}, ValueError, "seed = -1"),
        ({"samples": []}, ValueError, "no place"),
        ({"samples": 2.5}, ValueError, "samples"),
        ({"penalty": -1.0}, ValueError, "penalty"),
        ({"penalt": 1.0}, ValueError, "penalt"),
        ({"samples": "many"}, ValueError, "samples"),
    ],
)
def test_wrong_arguments(problem: w2s.Problem, arguments: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        w2s.measure("naive.mse", problem, **({"samples": 8, "penalty": 0.3} | arguments))


def test_names_that_are_nearly_right(problem: w2s.Problem) -> None:
    with pytest.raises(ValueError, match=r"naive\.mse"):
        w2s.measure("nave.mse", problem, samples=8)
    with pytest.raises(ValueError, match="ridge_risk"):
        w2s.formula("ridge_rsk", problem, samples=8)
    with pytest.raises(TypeError, match=r"give a w2s\.Problem"):
        w2s.measure("naive.mse", "problem", samples=8)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"give a w2s\.Problem"):
        w2s.formula("segment_bound", {"dim": 4})  # type: ignore[arg-type]
