"""What a search for counterexamples found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Falsified:
    """The result of a search for counterexamples. A search that finds nothing proves nothing."""

    document: dict[str, Any]
    """Everything that was found, as ``w2s falsify --json`` prints it."""
    text: str
    """The same in words."""

    @property
    def refuted(self) -> bool:
        """Whether a problem within the claim's assumptions violates it."""
        return any(search["verdict"] == "refuted" and not search.get("without") for search in self.document["searches"])

    @property
    def counterexample(self) -> dict[str, Any] | None:
        """The simplest problem that violates the claim within its assumptions: its values, by name."""
        for search in self.document["searches"]:
            if search["verdict"] == "refuted" and not search.get("without"):
                found: dict[str, Any] = search["simplest"]
                return found
        return None

    def __str__(self) -> str:
        return self.text
