from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias, final

__all__ = [
    "Interrupted",
    "OwnFormula",
    "OwnQuantity",
    "Problem",
    "__version__",
    "check",
    "check_mean",
    "check_naive_fine_tuning",
    "check_refinement",
    "claims",
    "falsify",
    "formula",
    "measure",
    "merge",
    "moments",
    "run_program",
    "run_shard",
    "sample",
    "title_of_sentence",
]

__version__: str

# Done, total, unit, replicates.
_Told: TypeAlias = Callable[[int, int, str, int], object]
# A checked claim: document, claim file, table, kinds of its columns, figure.
_Checked: TypeAlias = tuple[str, str, str, list[tuple[str, str]], str | None]

class Interrupted(KeyboardInterrupt):
    partial: Any

@final
class Problem:
    def __new__(cls, json: str) -> Problem: ...
    @staticmethod
    def from_toml(text: str) -> Problem: ...
    def to_toml(self) -> str: ...
    def to_json(self) -> str: ...
    def dim(self) -> int: ...
    def concept_count(self) -> int: ...
    def numbers(self, name: str) -> bytearray: ...
    def biases(self) -> tuple[float, float, float]: ...

@final
class OwnQuantity:
    def __new__(
        cls,
        name: str,
        version: int,
        meaning: str,
        settings: Sequence[str],
        range: tuple[float, float] | None,
        examples: bool,
        function: Callable[..., bytes],
        code: str | None,
    ) -> OwnQuantity: ...

@final
class OwnFormula:
    def __new__(
        cls,
        name: str,
        version: int,
        meaning: str,
        source: str,
        settings: Sequence[str],
        function: Callable[..., float],
    ) -> OwnFormula: ...

def formula(name: str, problem: Problem, points: Sequence[dict[str, Any]], own: Any) -> list[float]: ...
def measure(
    name: str,
    problem: Problem,
    points: Sequence[dict[str, Any]],
    until: int | float,
    seed: int,
    error: float,
    own: Any,
    store: Path | None,
    threads: int | None,
    progress: _Told | None,
) -> list[tuple[float, float, float, float, str, str, int, str]]: ...
def sample(
    problem: Problem, n: int, size: int, seed: int, who: str, mixed: bool
) -> tuple[bytearray, bytearray]: ...
def moments(
    problem: Problem, n: int, size: int, seed: int, who: str, mixed: bool
) -> tuple[bytearray, bytearray, bytearray]: ...
def check(
    sources: Sequence[str | tuple[str, str]],
    seed: int,
    error: float,
    power: bool,
    own: Any,
    store: Path | None,
    threads: int | None,
    progress: _Told | None,
) -> tuple[list[_Checked], BaseException | None]: ...
def run_shard(
    sources: Sequence[str | tuple[str, str]],
    number: int,
    count: int,
    seed: int,
    error: float,
    store: Path,
    threads: int | None,
) -> None: ...
def merge(into: Path, stores: Sequence[Path]) -> None: ...
def claims() -> list[tuple[str, str, str]]: ...
def title_of_sentence(sentence: str) -> str | None: ...
def falsify(
    source: str | tuple[str, str],
    seed: int,
    minutes: float | None,
    problems: int | None,
    command: str,
    own: Any,
    threads: int | None,
    progress: _Told | None,
) -> tuple[str, str]: ...
def check_naive_fine_tuning(
    problem: Problem, samples: int, estimator: Callable[..., bytes], trial: tuple[int, int, float]
) -> tuple[str, bool] | None: ...
def check_refinement(
    problem: Problem, batch: int, posterior: Callable[..., bytes], trial: tuple[int, int, float]
) -> tuple[str, bool] | None: ...
def check_mean(
    problem: Problem,
    samples: int,
    number: Callable[..., bytes],
    at_least: bool,
    bound: float,
    trial: tuple[int, int, float],
) -> tuple[str, bool] | None: ...
def run_program(arguments: Sequence[str]) -> int: ...
