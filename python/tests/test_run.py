"""Checks in shards on executors of the standard library, loky and Dask."""

import multiprocessing
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor

import pytest

import w2s


@pytest.fixture
def claim(problem: w2s.Problem) -> w2s.Claim:
    """Six cells, of which some are decided at the first look and some later."""
    sweep = {"samples": [16, 64, 256], "weak.cosine": [0.5, 0.9]}
    return w2s.Claim("naive.mse[penalty = 0.1] >= 1.1 * segment_bound", problem=problem, sweep=sweep)


def is_that_of_one_process(claim: w2s.Claim, executor: Executor, shards: int = 4) -> None:
    assert w2s.run(claim, shards=shards, executor=executor) == w2s.check(claim)


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_processes(claim: w2s.Claim, start: str) -> None:
    if start not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {start} here")
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(start)) as executor:
        is_that_of_one_process(claim, executor)


def test_more_shards_than_cells(claim: w2s.Claim) -> None:
    with ThreadPoolExecutor(2) as executor:
        is_that_of_one_process(claim, executor, shards=9)


def test_loky(claim: w2s.Claim) -> None:
    loky = pytest.importorskip("loky")
    is_that_of_one_process(claim, loky.get_reusable_executor(max_workers=2))


def test_dask(claim: w2s.Claim) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        with distributed.Client(cluster) as client:
            is_that_of_one_process(claim, client.get_executor())


def test_several_claims(claim: w2s.Claim) -> None:
    claims: list[str | w2s.Claim] = [claim, "prop-3.4-limit"]
    with ThreadPoolExecutor(2) as executor:
        found = w2s.run(claims, shards=3, executor=executor)
    assert found == w2s.check(claims)


def test_faults_of_a_shard_come_through(problem: w2s.Problem) -> None:
    wrong = w2s.Claim("naive.ms >= 1", problem=problem, sweep={"samples": [16]})
    with ThreadPoolExecutor(1) as executor, pytest.raises(ValueError, match="did you mean naive.mse"):
        w2s.run(wrong, shards=2, executor=executor)
    with ThreadPoolExecutor(1) as executor, pytest.raises(ValueError, match="shards"):
        w2s.run("prop-3.4-limit", shards=0, executor=executor)
