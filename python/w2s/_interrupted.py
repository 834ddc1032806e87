"""What Ctrl-C raises."""

from __future__ import annotations

from typing import Any

from ._core import Interrupted


def interrupted(what: str, partial: Any = None) -> Interrupted:
    """The exception, with what is known by then."""
    known = "; .partial has what is decided" if partial is not None else ""
    stopped = Interrupted(f"{what} was interrupted{known}")
    stopped.partial = partial
    return stopped
