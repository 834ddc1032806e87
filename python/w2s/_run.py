"""Checks on more than one machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias, overload

from . import _core
from ._arguments import whole
from ._check import Source, Sources, results_of
from ._own import Own
from ._result import Result

Stored: TypeAlias = Mapping[str, bytes]
"""The files of a store, by their names."""


@overload
def run(
    claim: Source, /, *, shards: int, executor: Executor, seed: int = 1, error: float = 1e-3, threads: int | None = 1
) -> Result: ...


@overload
def run(
    claim: Sources, /, *, shards: int, executor: Executor, seed: int = 1, error: float = 1e-3, threads: int | None = 1
) -> list[Result]: ...


def run(
    claim: Source | Sources,
    /,
    *,
    shards: int,
    executor: Executor,
    seed: int = 1,
    error: float = 1e-3,
    threads: int | None = 1,
) -> Result | list[Result]:
    """Checks claims in shards on any executor, such as ``concurrent.futures.ProcessPoolExecutor`` or that of a Dask client.

    The result is that of :func:`w2s.check`, to the bit. Shards share nothing but their results, so workers need no common file system; they need
    this package in the same version, and the names of the library alone.

    :param shards: parts into which the cells are dealt; a few for each worker balance the load.
    :param threads: threads of each shard.
    :raises ValueError: a claim is not understood, or takes its numbers from a data frame.
    """
    whole("shards", shards, 1)
    claims = list(claim) if isinstance(claim, list | tuple) else [claim]
    sources = [_source(one) for one in claims]
    waiting = [executor.submit(_shard, sources, number, shards, seed, error, threads) for number in range(1, shards + 1)]
    with TemporaryDirectory(prefix="w2s-") as folder:
        stores = [_write(Path(folder) / f"shard-{i}", one.result()) for i, one in enumerate(waiting)]
        joined = Path(folder) / "all"
        _core.merge(joined, stores)
        own: Own = {"quantities": [], "formulas": []}
        rows, stopped = _core.check(sources, seed, error, False, own, joined, threads, None)
    return results_of(rows, stopped, {}, single=not isinstance(claim, list | tuple))


def _source(claim: Source) -> str | tuple[str, str]:
    if isinstance(claim, str):
        return claim
    if claim._data is not None:
        raise ValueError("rows of a data frame take no time to judge; use w2s.check")
    return claim._origin, claim._text


def _shard(
    sources: Sequence[str | tuple[str, str]], number: int, count: int, seed: int, error: float, threads: int | None
) -> Stored:
    """Replicates one shard, and returns the files of its store."""
    with TemporaryDirectory(prefix="w2s-") as folder:
        store = Path(folder) / "store"
        _core.run_shard(sources, number, count, seed, error, store, threads)
        return {file.name: file.read_bytes() for file in store.iterdir() if file.is_file()}


def _write(folder: Path, files: Stored) -> Path:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder
