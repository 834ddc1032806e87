"""Sentences about numbers of a user's own."""

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import polars
import pytest

import w2s

SENTENCE = "network.error <= 0.5 * network.loss"
OBSERVATIONS: dict[str, Any] = {"network.error": {"column": "error", "range": [0, 1]}, "network.loss": {"column": "loss", "range": [0, 3]}}


@pytest.fixture
def columns() -> dict[str, Any]:
    """4,000 runs at each of two sizes: errors of mean 0.2, and losses of mean 1."""
    generator = np.random.default_rng(1)
    return {
        "samples": np.repeat([16, 64], 4000),
        "error": 0.4 * generator.random(8000),
        "loss": 2 * generator.random(8000),
        "unused": ["text"] * 8000,
    }


def test_a_frame_is_judged(columns: dict[str, Any], tmp_path: Path) -> None:
    made = [w2s.data(frame, settings=["samples"], observations=OBSERVATIONS) for frame in (pandas.DataFrame(columns), polars.DataFrame(columns), columns)]
    assert made[0] == made[1] == made[2] and hash(made[0]) == hash(made[2])
    found = w2s.check(SENTENCE, data=made[0])
    assert found.holds and found.warrant == "finite-sample" and found.worst is not None
    assert [cell["setting"] for cell in found.cells] == [{"samples": 16}, {"samples": 64}]
    for cell in found.cells:
        here = columns["error"][columns["samples"] == cell["setting"]["samples"]]
        np.testing.assert_allclose(cell["mean"], here.mean(), rtol=1e-13)
    assert not w2s.check("network.error <= 0.1 * network.loss", data=made[0]).holds
    assert w2s.check(found.claim) == found == pickle.loads(pickle.dumps(found))
    assert w2s.check(path=found.save(tmp_path) / "claim.toml").cells == found.cells


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"error": [0.1] * 3}, "equal lengths"),
        ({"error": [0.1] * 7999 + [float("nan")]}, "row 7999 of error is nan"),
        ({"error": ["0.1"] * 8000}, "row 0 of error is '0.1'"),
    ],
)
def test_what_is_no_data(columns: dict[str, Any], changed: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        w2s.data(columns | changed, settings=["samples"], observations=OBSERVATIONS)


def test_there_is_nothing_to_search_or_to_draw(columns: dict[str, Any]) -> None:
    found = w2s.check("network.loss <= 2", data=w2s.data(columns, observations=OBSERVATIONS))
    assert found.holds and found.cells[0]["setting"] == {} and found.to_xarray()["mean"].shape == ()
    with pytest.raises(ValueError, match="no cell with a variable"):
        found.plot()
    with pytest.raises(ValueError, match=r"no \[domain\] to search"):
        w2s.falsify(found.claim)


def test_faults_name_the_column(columns: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="there is no column sample; the frame has samples, error"):
        w2s.data(columns, settings=["sample"], observations=OBSERVATIONS)
    with pytest.raises(TypeError, match="write a column"):
        w2s.data(columns, observations={"network.error": 3})
    with pytest.raises(TypeError, match="problem= or data="):
        w2s.Claim(SENTENCE)
    outside = w2s.data(columns, observations={"network.loss": {"column": "loss", "range": [0, 1]}})
    with pytest.raises(ValueError, match="loss"):
        w2s.check("network.loss <= 1", data=outside)
