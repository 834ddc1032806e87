"""Checks of claims, and searches for counterexamples."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias, overload

from . import _core
from ._arguments import optional_whole, positive, probability, whole
from ._claim import Claim
from ._data import Data
from ._falsified import Falsified
from ._interrupted import interrupted
from ._own import own
from ._problem import Problem
from ._progress import Progress
from ._result import Result

Source: TypeAlias = str | Claim
Sources: TypeAlias = list[str] | list[Claim] | list[Source] | tuple[Source, ...]


@overload
def check(
    claim: Source | None = None,
    /,
    *,
    path: str | Path | None = None,
    problem: Problem | None = None,
    data: Data | None = None,
    sweep: Mapping[str, Any] | None = None,
    seed: int = 1,
    error: float = 1e-3,
    power: bool = False,
    progress: bool = False,
    threads: int | None = None,
    store: str | Path | None = None,
    **keys: Any,
) -> Result: ...


@overload
def check(
    claim: Sources,
    /,
    *,
    problem: Problem | None = None,
    data: Data | None = None,
    sweep: Mapping[str, Any] | None = None,
    seed: int = 1,
    error: float = 1e-3,
    power: bool = False,
    progress: bool = False,
    threads: int | None = None,
    store: str | Path | None = None,
    **keys: Any,
) -> list[Result]: ...


def check(
    claim: Source | Sources | None = None,
    /,
    *,
    path: str | Path | None = None,
    problem: Problem | None = None,
    data: Data | None = None,
    sweep: Mapping[str, Any] | None = None,
    seed: int = 1,
    error: float = 1e-3,
    power: bool = False,
    progress: bool = False,
    threads: int | None = None,
    store: str | Path | None = None,
    **keys: Any,
) -> Result | list[Result]:
    """Checks a claim by simulation, and says with controlled error whether it holds.

    The claim is a sentence about a ``problem``, over a ``sweep``; or the id of a claim of the package; or a :class:`Claim`; or the ``path`` of a
    claim file; or a list of these, which then share the probability of error. A list gives a list of results.

    :param data: replicates of your own, in place of a problem; see :func:`data`.
    :param error: the probability that any interval of the check misses.
    :param seed: the same seed gives the same verdicts and numbers, to the bit, on any number of threads.
    :param power: whether deliberately false sentences (``power=[…]`` in a claim) must be caught, too.
    :param store: a folder in which replicates are kept and found again, as in :func:`measure`.
    :param keys: further keys of a claim, as in :class:`Claim`.
    :raises ValueError: the sentence or a value is not understood; the message says where and what to do.
    :raises Interrupted: Ctrl-C was pressed; ``partial`` has what is decided by then.
    """
    sources = _sources(claim, path, problem, data, sweep, keys)
    single = not isinstance(claim, list | tuple)
    checked = (whole("seed", seed), probability("error", error), power, own(stored=store is not None))
    around = (None if store is None else Path(store), optional_whole("threads", threads, 1))
    files = {one._text: one._data for one in sources if isinstance(one, Claim)}
    with Progress(progress) as told, _beside(files) as folder:
        try:
            rows, stopped = _core.check([_source(one, folder) for one in sources], *checked, *around, told)
        except ValueError as fault:
            message = str(fault)
            raise ValueError(message.replace(f"{folder}{os.sep}", "") if folder.is_absolute() else message) from None
    return results_of(rows, stopped, files, single=single)


def results_of(
    rows: Sequence[_core._Checked],
    stopped: BaseException | None,
    files: Mapping[str, Data | None],
    *,
    single: bool,
) -> Result | list[Result]:
    """The results of a check; raises what ended it early."""
    results = [
        Result(document, toml, csv, tuple(kinds), svg, files.get(toml)) for document, toml, csv, kinds, svg in rows
    ]
    found = results[0] if single and len(results) == 1 else results
    if isinstance(stopped, KeyboardInterrupt):
        raise interrupted("the check", found) from stopped
    if stopped is not None:
        raise stopped
    return found


def _sources(
    claim: Source | Sources | None,
    path: str | Path | None,
    problem: Problem | None,
    data: Data | None,
    sweep: Mapping[str, Any] | None,
    keys: Mapping[str, Any],
) -> list[Source]:
    """The claims to check; sentences are about the problem."""
    if (claim is None) == (path is None):
        raise TypeError("give a sentence with its problem, the id of a claim, a Claim, a list of these, or path=, and one of them only")
    sources = [Claim.read(path)] if path is not None else list(claim) if isinstance(claim, list | tuple) else [claim]
    if wrong := [one for one in sources if not isinstance(one, str | Claim)]:
        raise TypeError(f"{wrong[0]!r} is a {type(wrong[0]).__name__}; give a sentence, the id of a claim, or a Claim")
    if problem is None and data is None:
        if sweep is not None or keys:
            raise TypeError(f"{', '.join(['sweep'] * (sweep is not None) + list(keys))} without a sentence and its problem; give problem=, too")
        return [one for one in sources if isinstance(one, str | Claim)]
    if any(isinstance(one, Claim) for one in sources):
        raise TypeError("problem= and data= are for sentences; a Claim and a file have their own")
    sentences = [one for one in sources if isinstance(one, str)]
    ids = ["sentence"] if len(sentences) == 1 else [f"sentence-{i}" for i in range(1, len(sentences) + 1)]
    made: list[Source] = []
    for id, sentence in zip(ids, sentences, strict=True):
        named: dict[str, Any] = {"id": id, **keys}
        made.append(Claim(sentence, problem=problem, data=data, sweep=sweep, **named))
    return made


@contextmanager
def _beside(files: Mapping[str, Data | None]) -> Iterator[Path]:
    """A folder with the data files of claims, for as long as they are read."""
    with ExitStack() as stack:
        folder = Path()
        if any(files.values()):
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="w2s-")))
        for data in files.values():
            if data is not None:
                data.write(folder)
        yield folder


def _source(claim: Source, folder: Path) -> str | tuple[str, str]:
    if not isinstance(claim, Claim):
        return claim
    origin = claim._origin if claim._data is None else str(folder / claim._origin)
    return origin, claim._text


def falsify(
    claim: Source,
    /,
    *,
    minutes: float | None = None,
    problems: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    progress: bool = False,
) -> Falsified:
    """Searches the ``[domain]`` of a claim for a counterexample, which only fresh replicates can confirm.

    :param minutes: how long the search within the assumptions goes on; by default a number of problems is tried.
    :param problems: how many problems are tried.
    :param seed: the same seed tries the same problems; with ``minutes`` the clock says how many.
    :raises ValueError: the claim is not understood, or has no domain.
    :raises Interrupted: Ctrl-C was pressed.
    """
    command = f"w2s.falsify(..., seed={seed})"
    for_how_long = (None if minutes is None else positive("minutes", minutes), optional_whole("problems", problems, 1))
    search = (whole("seed", seed), *for_how_long, command, own(), optional_whole("threads", threads, 1))
    try:
        with Progress(progress) as told, _beside({claim._text: claim._data} if isinstance(claim, Claim) else {}) as folder:
            document, text = _core.falsify(_source(claim, folder), *search, told)
    except KeyboardInterrupt as stopped:
        raise interrupted("the search") from stopped
    return Falsified(document, text)
