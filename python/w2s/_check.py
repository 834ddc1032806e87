"""Checks of claims, and searches for counterexamples."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, overload

from . import _core
from ._claim import Claim
from ._falsified import Falsified
from ._own import own
from ._problem import Problem
from ._progress import Progress
from ._result import Result

Source = str | Claim


@overload
def check(
    claim: Sequence[Source],
    /,
    *,
    seed: int = 1,
    error: float = 1e-3,
    power: bool = False,
    progress: bool = False,
    threads: int | None = None,
) -> list[Result]: ...


@overload
def check(
    claim: Source | None = None,
    /,
    *,
    path: str | Path | None = None,
    problem: Problem | None = None,
    sweep: Mapping[str, Any] | None = None,
    seed: int = 1,
    error: float = 1e-3,
    power: bool = False,
    progress: bool = False,
    threads: int | None = None,
    **keys: Any,
) -> Result: ...


def check(
    claim: Source | Sequence[Source] | None = None,
    /,
    *,
    path: str | Path | None = None,
    problem: Problem | None = None,
    sweep: Mapping[str, Any] | None = None,
    seed: int = 1,
    error: float = 1e-3,
    power: bool = False,
    progress: bool = False,
    threads: int | None = None,
    **keys: Any,
) -> Result | list[Result]:
    """Checks a claim by simulation, and says with controlled error whether it holds.

    The claim is a sentence about a ``problem``, over a ``sweep``; or the id of a claim of the package; or a :class:`Claim`; or the ``path`` of a
    claim file; or a list of these, which then share the probability of error.

    :param error: the probability that any interval of the check misses.
    :param seed: the same seed gives the same verdicts and numbers, to the bit, on any number of threads.
    :param power: whether deliberately false sentences (``power=[…]`` in a claim) must be caught, too.
    :param keys: further keys of a claim, as in :class:`Claim`.
    :raises ValueError: the sentence or a value is not understood; the message says where and what to do.
    :raises Interrupted: Ctrl-C was pressed; ``partial`` has what is decided by then.
    """
    single = not isinstance(claim, list | tuple)
    if path is not None:
        sources: list[Source] = [Claim.read(path)]
    elif problem is not None and isinstance(claim, str):
        sources = [Claim(claim, problem=problem, sweep=sweep, **keys)]
    elif isinstance(claim, str | Claim):
        sources = [claim]
    elif claim is None:
        raise TypeError("give a sentence with its problem, the id of a claim, a Claim, or path=")
    else:
        sources = list(claim)
    with Progress(progress) as told:
        rows, stopped = _core.check([source(one) for one in sources], seed, error, power, own(), None, threads, told)
    return results_of(rows, stopped, single=single)


def results_of(
    rows: Sequence[tuple[str, str, str, str | None]], stopped: BaseException | None, *, single: bool
) -> Result | list[Result]:
    """The results of a check; raises what ended it early."""
    results = [Result(*row) for row in rows]
    found = results[0] if single and len(results) == 1 else results
    if isinstance(stopped, KeyboardInterrupt):
        interrupted = _core.Interrupted("the check was interrupted; .partial has what is decided")
        interrupted.partial = found
        raise interrupted from stopped
    if stopped is not None:
        raise stopped
    return found


def source(claim: Source) -> str | tuple[str, str]:
    """A claim as the core takes it."""
    return (claim._origin, claim._text) if isinstance(claim, Claim) else claim


def falsify(
    claim: Source,
    /,
    *,
    minutes: float | None = None,
    problems: int | None = None,
    seed: int = 1,
    threads: int | None = None,
) -> Falsified:
    """Searches the ``[domain]`` of a claim for a counterexample, which only fresh replicates can confirm.

    :param minutes: how long the search within the assumptions goes on; by default a number of problems is tried.
    :param problems: how many problems are tried.
    """
    command = f"w2s.falsify(..., seed={seed})"
    document, text = _core.falsify(source(claim), seed, minutes, problems, command, own(), threads)
    return Falsified(json.loads(document), text)
