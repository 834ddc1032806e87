"""Checks and their results."""

import dataclasses
import html.parser
import pickle
import warnings
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pandas
import pytest

import w2s
from w2s.testing import assert_holds

matplotlib.use("agg")
SENTENCE = "naive.mse >= 1.02 * harmonic_bound"
SWEEP: dict[str, Any] = {"samples": [64, 256], "penalty": w2s.log(0.01, 10, 3)}


@pytest.fixture
def result(problem: w2s.Problem) -> w2s.Result:
    return w2s.check(SENTENCE, problem=problem, sweep=SWEEP, power=True)


def test_a_sentence(result: w2s.Result) -> None:
    assert result.holds and result.verdict == "holds" and result.warrant == "finite-sample"
    assert result.id == "sentence" and result.states == SENTENCE and result.replicates > 0 and len(result.cells) == 6
    assert result.slack is not None and result.slack > 1
    worst = result.worst
    assert worst is not None and worst["slack"]["value"] == min(cell["slack"]["value"] for cell in result.cells) == result.slack
    assert result._claim["title"] == SENTENCE, "a figure is named after the sentence"
    assert repr(result).startswith("<sentence: holds (finite-sample), slack 1.4")


def test_a_sentence_that_is_too_long_for_a_title(problem: w2s.Problem) -> None:
    long = SENTENCE.replace(" ", " " * 100)
    assert w2s.check(long, problem=problem, sweep=SWEEP)._claim["title"] == "sentence"


def test_a_claim_by_id_path_and_value(problem: w2s.Problem, result: w2s.Result, tmp_path: Path) -> None:
    claim = w2s.Claim(SENTENCE, problem=problem, sweep=SWEEP)
    path = tmp_path / "mine.toml"
    path.write_text(claim.to_toml(), encoding="utf-8")
    assert w2s.check(claim, power=True) == w2s.check(path=path, power=True) == result
    assert result.claim == claim and w2s.Claim.read(path) == claim and hash(result.claim) == hash(claim)
    assert "prop-3.2-segment" in w2s.claims()
    of_the_paper = w2s.check("prop-3.2-segment", power=True)
    assert of_the_paper.holds and of_the_paper.power and set(of_the_paper.power.values()) == {"violated"}


def test_a_list_shares_the_probability_of_error(problem: w2s.Problem) -> None:
    sentences = [SENTENCE, "naive.mse >= 1.02 * segment_bound"]
    both = w2s.check(sentences, problem=problem, sweep=SWEEP)
    assert [one.states for one in both] == sentences and [one.id for one in both] == ["sentence-1", "sentence-2"]
    assert [one.id for one in w2s.check(["prop-3.2-segment", "prop-3.2-harmonic"])] == ["prop-3.2-segment", "prop-3.2-harmonic"]
    assert w2s.check([]) == []


def test_power(problem: w2s.Problem) -> None:
    false = "naive.mse >= 5 * harmonic_bound"
    claim = w2s.Claim(SENTENCE, problem=problem, sweep=SWEEP, power=[false])
    assert w2s.check(claim, power=True).power == {false: "violated"}
    assert w2s.check(claim).power == {}


def test_a_false_sentence(problem: w2s.Problem) -> None:
    found = w2s.check("naive.mse >= 1", problem=problem, sweep={"samples": [4, 64], "penalty": 0.3})
    assert found.verdict == "violated" and not found.holds
    assert found.worst is not None and found.worst["verdict"] == "violated"
    with pytest.raises(AssertionError, match="worst cell"):
        assert_holds(found)


def test_a_result_is_a_value(problem: w2s.Problem, result: w2s.Result) -> None:
    again = w2s.check(SENTENCE, problem=problem, sweep=SWEEP, power=True, threads=1)
    back = pickle.loads(pickle.dumps(result))
    later = dataclasses.replace(result, csv=result.csv.replace("# date: 2", "# date: 3"))
    assert later.csv != result.csv and later == result
    assert again == result == back and hash(again) == hash(result) == hash(back)
    assert pickle.dumps(back) == pickle.dumps(result) and back.to_pandas().equals(result.to_pandas())
    assert w2s.check(SENTENCE, problem=problem, sweep=SWEEP, power=True, seed=2) != result
    with pytest.raises(AttributeError):
        result.document = ""  # type: ignore[misc]
    result.cells[0]["verdict"] = "violated"
    result.cells.clear()
    assert result.cells[0]["verdict"] == "holds"


def test_frames(problem: w2s.Problem, result: w2s.Result) -> None:
    frame = result.to_pandas()
    assert frame["id"].eq("sentence").all() and frame["statement"].eq(SENTENCE).all() and frame["mean"].tolist() == [cell["mean"] for cell in result.cells]
    other = w2s.check("prop-3.2-segment").to_pandas()
    both = pandas.concat([frame, other], ignore_index=True)
    assert len(both) == len(frame) + len(other) and set(both["id"]) == {"sentence", "prop-3.2-segment"}
    in_polars = result.to_polars()
    assert in_polars.columns == list(frame.columns)
    np.testing.assert_array_equal(in_polars["mean"].to_numpy(), frame["mean"].to_numpy())


def test_xarray(problem: w2s.Problem, result: w2s.Result) -> None:
    pytest.importorskip("xarray")
    found = result.to_xarray()
    assert dict(found.sizes) == {"samples": 2, "penalty": 3} and found.attrs["verdict"] == "holds"
    for cell in result.cells:
        at = found.sel(cell["setting"])
        assert float(at["mean"]) == cell["mean"] and at["verdict"].item() == cell["verdict"]
    sweep = {"samples": [32, 64], "penalty": [0.1, 1], "labels": "2 * samples"}
    following = w2s.check("labels * naive.mse >= 2 * samples * segment_bound", problem=problem, sweep=sweep).to_xarray()
    assert dict(following.sizes) == {"samples": 2, "penalty": 2} and following["labels"].values.tolist() == [[64, 64], [128, 128]]


def test_infinite_numbers_stay_numbers(problem: w2s.Problem) -> None:
    """Least squares on as many labels as dimensions has no finite error."""
    found = w2s.check("naive.mse >= segment_bound", problem=problem.replace(prompts="gaussian"), sweep={"samples": [16, 64], "penalty": 0})
    frame = found.to_pandas()
    assert all(frame[name].dtype == np.float64 for name in ("mean", "lower", "upper"))
    assert found.cells[0]["mean"] == "inf" and frame["mean"][0] == np.inf and found.to_polars()["mean"][0] == np.inf
    assert isinstance(found._repr_html_(), str) and found.to_xarray()["mean"][0] == np.inf
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert found.plot() is not None


def test_save(result: w2s.Result, tmp_path: Path) -> None:
    into = result.save(tmp_path / "out")
    assert into == tmp_path / "out" / "sentence"
    assert sorted(path.name for path in into.iterdir()) == ["cells.csv", "checks.json", "claim.toml", "figure.svg"]
    assert w2s.check(path=into / "claim.toml", power=True) == result


class WellFormed(html.parser.HTMLParser):
    """Fails where a tag is closed that is not the last one opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.opened.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


def test_html_is_well_formed(problem: w2s.Problem) -> None:
    sweep = {"samples": list(range(20, 60)), "penalty": 0.3}
    for found in (w2s.check("naive.mse >= segment_bound", problem=problem, sweep=sweep), w2s.check("prop-3.2-segment")):
        text = found._repr_html_()
        parser = WellFormed()
        parser.feed(text)
        parser.close()
        assert parser.opened == [] and "<svg" in text and "<?xml" not in text and "&gt;= " in text


def test_plot(result: w2s.Result) -> None:
    import matplotlib.pyplot as plt

    _, axes = plt.subplots()
    assert result.plot("penalty", ax=axes) is axes
    assert axes.get_xlabel() == "penalty" and len(axes.containers) == 2
    with pytest.raises(ValueError, match="the cells have samples, penalty"):
        result.plot("penalt")
    plt.close("all")


def test_a_misspelt_name_gets_a_caret(problem: w2s.Problem) -> None:
    with pytest.raises(ValueError) as fault:
        w2s.check("min(naive.mse over penalyt) >= segment_bound", problem=problem, sweep=SWEEP)
    lines = str(fault.value).splitlines()
    sentence = next(i for i, line in enumerate(lines) if line.strip().startswith("min("))
    assert lines[sentence].index("penalyt") == lines[sentence + 1].index("^^^^^^^")
    assert "penalty" in lines[sentence + 2]


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({}, TypeError, "path="),
        ({"claim": 3}, TypeError, "3 is a int"),
        ({"claim": "prop-3.2-segment", "sweep": {"samples": [3]}}, TypeError, "problem="),
        ({"claim": "prop-3.2-segment", "path": "x.toml"}, TypeError, "one of them only"),
        ({"claim": "prop-3.2-segment", "error": 2.0}, ValueError, "error = 2"),
        ({"claim": "prop-3.2-segment", "threads": 0}, ValueError, "threads = 0"),
        ({"claim": "prop-3.2-segmen"}, ValueError, "no such claim"),
    ],
)
def test_wrong_arguments(arguments: dict[str, Any], error: type[Exception], words: str) -> None:
    claim = [arguments.pop("claim")] if "claim" in arguments else []
    with pytest.raises(error, match=words):
        w2s.check(*claim, **arguments)


def test_a_claim_cannot_be_changed(problem: w2s.Problem) -> None:
    claim = w2s.Claim(SENTENCE, problem=problem, sweep=SWEEP)
    assert pickle.loads(pickle.dumps(claim)) == claim == eval(repr(claim))
    with pytest.raises(AttributeError, match="immutable"):
        claim._text = ""
    with pytest.raises(TypeError, match="are for sentences"):
        w2s.check(claim, problem=problem)


def test_sweeps(problem: w2s.Problem) -> None:
    """Lists, arrays, ranges, expressions in other variables, and keys of the problem."""
    sweep = {
        "samples": np.array([32, 64]),
        "penalty": w2s.linear(0.1, 0.3, 3),
        "weak.cosine": (0.2, 0.8),
        "dim": w2s.integers(8, 9),
        "labels": "2 * samples",
    }
    found = w2s.check("naive.mse[samples = labels] >= segment_bound", problem=problem, sweep=sweep)
    assert found.holds and len(found.cells) == 24


def test_falsify() -> None:
    found = w2s.falsify("prop-3.2-segment", problems=10)
    assert not found.refuted and found.counterexample is None and "nothing found" in str(found)
    assert pickle.loads(pickle.dumps(found)) == found == w2s.falsify("prop-3.2-segment", problems=10)
    text = w2s.check("prop-3.2-segment").claim.to_toml()
    false = w2s.Claim.from_toml(text.replace('states = "naive.mse >= segment_bound"', 'states = "naive.mse >= 1.5 * segment_bound"'))
    refuted = w2s.falsify(false, problems=200)
    assert refuted.refuted and refuted.counterexample is not None
