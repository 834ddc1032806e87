"""What a search for counterexamples found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Falsified:
    """The result of a search for counterexamples. A search that finds nothing proves nothing. It is immutable."""

    document: str
    """Everything that was found, as ``w2s falsify --json`` prints it: JSON."""
    text: str
    """The same in words."""

    def _refutation(self) -> dict[str, Any] | None:
        """The search within the claim's assumptions, if it found something."""
        searches: list[dict[str, Any]] = json.loads(self.document)["searches"]
        within = (one for one in searches if one["verdict"] == "refuted" and not one.get("without"))
        return next(within, None)

    @property
    def refuted(self) -> bool:
        """Whether a problem within the claim's assumptions violates it."""
        return self._refutation() is not None

    @property
    def counterexample(self) -> dict[str, Any] | None:
        """The simplest problem that violates the claim within its assumptions: its values, by name; None if nothing was found."""
        search = self._refutation()
        found: dict[str, Any] | None = None if search is None else search["simplest"]
        return found

    def __str__(self) -> str:
        return self.text
