"""Claims: sentences over a sweep of problems."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import _core, _toml
from ._data import Data
from ._problem import Problem
from ._sweep import values


class Claim:
    """A claim file. It is immutable, and equal to every claim with the same text.

    :param states: the sentence; the language is in docs/language.md.
    :param problem: the problem; or
    :param data: replicates of your own, in place of a problem.
    :param sweep: variables with their values: lists, arrays, ranges such as ``w2s.log(0.01, 10, 8)``, or a text that is an expression in other
        variables.
    :param keys: further keys of ``[claim]``, such as ``exists=["penalty"]``, ``when="samples >= dim"`` or ``resolution=0.02``.
    """

    __slots__ = ("_data", "_origin", "_text")
    _origin: str
    _text: str
    _data: Data | None

    def __init__(
        self,
        states: str,
        *,
        problem: Problem | None = None,
        data: Data | None = None,
        sweep: Mapping[str, Any] | None = None,
        define: Mapping[str, Any] | None = None,
        id: str = "sentence",
        assumes: list[str] | None = None,
        power: list[str] | None = None,
        domain: Mapping[str, Any] | None = None,
        **keys: Any,
    ) -> None:
        if (problem is None) == (data is None):
            raise TypeError("give problem= or data=, what the sentence is about")
        swept = {name: values(variable) for name, variable in (sweep or {}).items()}
        named = {"title": _core.title_of_sentence(states), "assumes": assumes}
        head = f"id = {_toml.value(id)}\n" + "".join(f"{key} = {_toml.value(value)}\n" for key, value in named.items() if value)
        tables = [
            ("sweep", swept),
            ("define", define or {}),
            ("claim", {"states": states} | keys),
            ("power", {"false": power} if power else {}),
            ("domain", domain or {}),
        ]
        about = "" if problem is None else "\n" + problem.to_toml()
        about += "" if data is None else data.table
        self._hold("the sentence", head + about + "".join(_toml.table(heading, entries) for heading, entries in tables), data)

    def _hold(self, origin: str, text: str, data: Data | None) -> None:
        object.__setattr__(self, "_origin", origin)
        object.__setattr__(self, "_text", text)
        object.__setattr__(self, "_data", data)

    @classmethod
    def from_toml(cls, text: str, origin: str = "the claim") -> Claim:
        """The claim of this text; ``origin`` names it in messages."""
        return cls._of(text, origin, None)

    @classmethod
    def _of(cls, text: str, origin: str, data: Data | None) -> Claim:
        claim = cls.__new__(cls)
        claim._hold(origin, text, data)
        return claim

    @classmethod
    def read(cls, path: str | Path) -> Claim:
        """The claim in a file."""
        return cls.from_toml(Path(path).read_text(encoding="utf-8"), str(path))

    def to_toml(self) -> str:
        """The text of its file."""
        return self._text

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a claim is immutable; make another one")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Claim) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> tuple[Any, ...]:
        return Claim._of, (self._text, self._origin, self._data)

    def __repr__(self) -> str:
        return f"w2s.Claim.from_toml({self._text!r})"


def claims() -> dict[str, str]:
    """The claims that come with the package, on the paper and its neighbours: their ids, each with its title."""
    return {id: title for id, title, _ in _core.claims()}
