"""The code of the README runs as printed."""

import re
from pathlib import Path
from typing import Any

import matplotlib
import pytest

import w2s

matplotlib.use("agg")
README = Path(__file__).parents[1] / "README.md"


def blocks() -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_the_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a search of a twentieth of a minute."""
    monkeypatch.chdir(tmp_path)
    claim = w2s.Claim("naive.mse >= segment_bound", problem=w2s.Problem(dim=2, concepts=w2s.orthonormal(1)), sweep={"samples": 9, "penalty": 1})
    (tmp_path / "mine.toml").write_text(claim.to_toml(), encoding="utf-8")
    names: dict[str, Any] = {}
    exec(blocks()[0].replace("minutes=1", "minutes=0.05"), names)
    assert names["r"].holds and names["X"].shape == (256, 64, 16) and (tmp_path / "out/sentence/figure.svg").exists()
    assert 0 < w2s.measure("stein.mse", names["p"], samples=64, replicates=600).mean < 2


def test_own_runs() -> None:
    exec(blocks()[1], {})


def test_the_property(tmp_path: Path) -> None:
    names: dict[str, Any] = {}
    exec(blocks()[2], names)
    names["test_shrinks_towards_the_source"]()
