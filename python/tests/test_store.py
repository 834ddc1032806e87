"""Replicates that are kept in a store and found again, those of quantities written in Python among them."""

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import w2s
from w2s import _code, _own

factor = 2.0


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    yield
    _own._quantities, _own._formulas = {}, {}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the batches that quantities written in Python were asked for."""
    sizes: list[int] = []
    checked = _own._checked

    def counting(name: str, found: Any, size: int) -> bytes:
        sizes.append(size)
        return checked(name, found, size)

    monkeypatch.setattr(_own, "_checked", counting)
    return sizes


def register(value: float, version: int = 1) -> None:
    w2s.quantity("own.square", version=version)(lambda problem, batch: batch.label_square * value)


def measured(problem: w2s.Problem, store: Path | None) -> w2s.Estimate:
    return w2s.measure("own.square", problem, samples=4, replicates=1024, store=store)


def test_own_quantities_are_kept_if_a_store_is_given(problem: w2s.Problem, tmp_path: Path, asked: list[int]) -> None:
    register(1.0)
    fresh = measured(problem, tmp_path / "store")
    assert sum(asked) == 1024
    register(1.0)
    assert measured(problem, tmp_path / "store") == fresh and sum(asked) == 1024
    assert measured(problem, None) == fresh and sum(asked) == 2048


def test_other_code_is_measured_again(problem: w2s.Problem, tmp_path: Path, asked: list[int]) -> None:
    """A closure with another value, and a higher version."""
    register(1.0)
    one = measured(problem, tmp_path)
    register(3.0)
    assert measured(problem, tmp_path).mean == pytest.approx(3 * one.mean) and sum(asked) == 2048
    register(1.0, version=2)
    assert measured(problem, tmp_path) == one and sum(asked) == 3072


def test_checks_keep_their_replicates(problem: w2s.Problem, tmp_path: Path, asked: list[int]) -> None:
    """The library's quantities, too; the results are those without a store."""
    register(1.0)
    claim: dict[str, Any] = {"problem": problem, "sweep": {"samples": [8, 16], "penalty": 0.3}}
    sentences = ["own.square >= 0.1 * naive.mse", "naive.mse >= segment_bound"]
    without = w2s.check(sentences, **claim)
    assert w2s.check(sentences, **claim, store=tmp_path) == without
    asked.clear()
    register(1.0)
    assert w2s.check(sentences, **claim, store=str(tmp_path)) == without and asked == []


def test_a_store_that_cannot_be_opened(problem: w2s.Problem, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no store")
    for call in (
        lambda: w2s.measure("naive.mse", problem, samples=4, penalty=1, store=file),
        lambda: w2s.check("naive.mse >= 0", problem=problem, sweep={"samples": 4, "penalty": 1}, store=file, absolute_resolution=0.1),
    ):
        with pytest.raises(ValueError, match="file"):
            call()


def of(function: Callable[..., Any]) -> str:
    return _code.digest("own", function)


def scaled(by: Any) -> Callable[[float], Any]:
    return lambda x: x * by


def with_default(x: float, by: float = 2.0) -> float:
    return x * by


def with_global(x: float) -> float:
    return helper(x) * factor


def helper(x: float) -> float:
    return x + 1


class Base:
    @staticmethod
    def shifted(x: float) -> float:
        return x + 1


class Estimator(Base):
    @property
    def doubled(self) -> float:
        return 2.0 * self.penalty

    def __init__(self, penalty: float) -> None:
        self.penalty = penalty

    def fit(self, x: float) -> float:
        return x * self.penalty


class Holder:
    def __init__(self, function: Callable[[float], float]) -> None:
        self.function = function

    def apply(self, x: float) -> float:
        return self.function(x)


def test_digests_tell_apart_what_computes_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert of(scaled(2.0)) == of(scaled(2.0)) != of(scaled(3.0))
    assert of(scaled(np.arange(3.0))) == of(scaled(np.arange(3.0))) != of(scaled(np.arange(4.0)))
    assert of(scaled(Estimator(1.0))) == of(scaled(Estimator(1.0))) != of(scaled(Estimator(2.0)))
    assert of(lambda x: x + 1) != of(lambda x: x + 2)
    assert of(scaled(with_default)) != of(scaled(with_global))
    before = of(with_global)
    with monkeypatch.context() as patched:
        patched.setitem(globals(), "factor", 3.0)
        assert of(with_global) != before
    with monkeypatch.context() as patched:
        patched.setitem(globals(), "helper", lambda x: x + 2)
        assert of(with_global) != before
    for kind, member, other in [
        (Estimator, "fit", lambda self, x: x),
        (Estimator, "doubled", property(lambda self: 3.0 * self.penalty)),
        (Base, "shifted", staticmethod(lambda x: x + 2)),
    ]:
        with monkeypatch.context() as patched:
            before = of(scaled(Estimator(1.0)))
            patched.setattr(kind, member, other)
            assert of(scaled(Estimator(1.0))) != before, member


@pytest.mark.parametrize(
    "within",
    [
        lambda function: functools.partial(function, 1.0),
        lambda function: {"of": [function]},
        lambda function: functools.lru_cache(function),
        lambda function: Holder(function).apply,
    ],
    ids=["partial", "in a dict", "behind a cache", "in an object, by its method"],
)
def test_functions_count_with_their_code_wherever_they_stand(within: Callable[[Any], Any]) -> None:
    """Pickle would write their names, and a change of their code would meet old numbers."""

    def one(x: float) -> float:
        return x + 1

    def other(x: float) -> float:
        return x + 2

    other.__qualname__, other.__module__ = one.__qualname__, one.__module__
    assert of(scaled(within(one))) == of(scaled(within(one))) != of(scaled(within(other)))
    assert of(within(one)) != of(within(other))


def test_digests_end_for_functions_that_call_themselves_and_for_libraries() -> None:
    def factorial(n: int) -> int:
        return 1 if n < 2 else n * factorial(n - 1)

    assert of(factorial) == of(factorial)
    assert of(lambda x: np.linalg.solve(x, np.mean(x))) == of(lambda x: np.linalg.solve(x, np.mean(x)))


def test_what_cannot_be_told_apart_is_refused(problem: w2s.Problem, tmp_path: Path) -> None:
    opened = (line for line in ("a", "b"))
    w2s.quantity("own.open")(lambda problem, batch: batch.label_square * (0.0 if opened else 1.0))
    with pytest.raises(ValueError, match="opened of the function, a generator, cannot be pickled.*give no store"):
        w2s.measure("own.open", problem, samples=4, store=tmp_path)
    assert w2s.measure("own.open", problem, samples=4, replicates=300).mean == 0.0
