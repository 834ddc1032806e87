"""Checks on more than one machine."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path

from . import _core
from ._arguments import whole
from ._check import Source, results_of
from ._claim import Claim
from ._result import Result

Stored = Mapping[str, bytes]
"""The files of a store, by their names."""


def run(
    claim: Source | Sequence[Source],
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
    """
    whole("shards", shards, 1)
    claims = [claim] if isinstance(claim, str) or not isinstance(claim, Sequence) else list(claim)
    if any(isinstance(one, Claim) and one._data is not None for one in claims):
        raise TypeError("rows of a data frame take no time to judge; use w2s.check")
    sources = [(one._origin, one._text) if isinstance(one, Claim) else one for one in claims]
    waiting = [executor.submit(_shard, sources, number, shards, seed, error, threads) for number in range(1, shards + 1)]
    with tempfile.TemporaryDirectory() as folder:
        stores = [_write(Path(folder) / f"shard-{i}", one.result()) for i, one in enumerate(waiting)]
        joined = Path(folder) / "all"
        _core.merge(joined, stores)
        rows, stopped = _core.check(sources, seed, error, False, {"quantities": [], "formulas": []}, joined, threads, None)
    return results_of(rows, stopped, {}, single=len(claims) == 1)


def _shard(
    sources: Sequence[str | tuple[str, str]], number: int, count: int, seed: int, error: float, threads: int | None
) -> Stored:
    """Replicates one shard, and returns the files of its store."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        _core.run_shard(sources, number, count, seed, error, store, threads)
        return {file.name: file.read_bytes() for file in store.iterdir() if file.is_file()}


def _write(folder: Path, files: Stored) -> Path:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder
