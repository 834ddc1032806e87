"""The package as a guest in a process of the user: Ctrl-C, forks, imports, progress, messages."""

import concurrent.futures
import json
import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

import w2s

PACKAGE = str(Path(w2s.__file__).parents[1])


def python(code: str, *options: str) -> "subprocess.Popen[str]":
    path = os.pathsep.join([PACKAGE, *os.environ.get("PYTHONPATH", "").split(os.pathsep)])
    command = [sys.executable, *options, "-c", code]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, text=True, env={**os.environ, "PYTHONPATH": path}, **streams)  # type: ignore[call-overload,no-any-return]


PROBLEM = "p = w2s.Problem(dim=64, concepts=w2s.orthonormal(4), weak=w2s.biased(0.8, 0.6))\n"
LONG = {
    "check": "w2s.check(['mean(naive.squared_error) == naive.mse', 'naive.mse >= 0.9 * segment_bound'], problem=p,"
    " sweep={'samples': list(range(20, 60)), 'penalty': 0.3}, resolution=1e-12, replicates=10**9)",
    "measure": "w2s.measure('refined.mse', p, labels=500, batch=16, penalty=0, replicates=10**9)",
    "own": "w2s.measure('own.slow', p, samples=30, replicates=10**9)",
    "testing": "assert_fine_tuning(lambda X, y: p.source_mean, p, 30, replicates=10**9)",
}
INTERRUPTED = """
import json, time, w2s
from w2s.testing import assert_fine_tuning
import numpy as np
{problem}
w2s.quantity("own.slow")(lambda problem, batch: np.linalg.solve(batch.gram + np.eye(64), batch.cross[..., None])[:, 0, 0])
print("ready", flush=True)
try:
    {call}
except KeyboardInterrupt as stopped:
    partial = stopped.partial if isinstance(stopped, w2s.Interrupted) else None
    verdicts = None if partial is None else [one.verdict for one in partial]
    print(json.dumps({{"at": time.monotonic(), "is": type(stopped).__name__, "verdicts": verdicts}}))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process there has no SIGINT")
@pytest.mark.parametrize("kind", list(LONG))
def test_ctrl_c(kind: str) -> None:
    process = python(INTERRUPTED.format(problem=PROBLEM, call=LONG[kind]))
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    time.sleep(1.0)
    assert process.poll() is None, process.communicate()
    sent = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    told = json.loads(out)
    assert told["at"] - sent < 1.0
    if kind == "testing":
        assert told["is"] == "KeyboardInterrupt"
    else:
        assert told["is"] == "Interrupted"
    if kind == "check":
        assert told["verdicts"] == ["unresolved", "holds"]


def measured(problem: w2s.Problem) -> w2s.Estimate:
    return w2s.measure("naive.mse", problem, samples=16, penalty=0.3, replicates=2000)


@pytest.mark.parametrize("method", [one for one in ("fork", "spawn") if one in multiprocessing.get_all_start_methods()])
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_children(problem: w2s.Problem, method: str) -> None:
    here = measured(problem)
    context = multiprocessing.get_context(method)
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as executor:
        assert list(executor.map(measured, [problem] * 3)) == [here] * 3


def test_threads_of_python(problem: w2s.Problem) -> None:
    """Calls in two threads do not wait for one another for ever, and give the same numbers."""
    here, found = measured(problem), []
    threads = [threading.Thread(target=lambda: found.append(measured(problem))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == [here] * 4


FORKED = """
import multiprocessing, os, sys, time, w2s
{problem}
def measured():
    return w2s.measure("naive.mse", p, samples=16, penalty=.3, replicates=300)

def refused():
    try:
        measured()
    except RuntimeError as error:
        os.write(1, str(error).encode() + b"\\n")
    os._exit(0)

@w2s.quantity("own.forks")
def forks(problem, batch):
    child = os.fork()
    if child == 0:
        {in_child}
    ended.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    return batch.label_square

ended = []
w2s.measure("own.forks", p, samples=4, replicates=256, threads=1)
print(ended, measured().replicates)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize(("in_child", "status", "told"), [("refused()", 0, "forked while a call of w2s ran"), ("return None", 1, "")])
def test_a_fork_during_a_call(in_child: str, status: int, told: str) -> None:
    """Calls in the child are refused, and a child that comes back ends; the parent goes on."""
    process = python(FORKED.format(problem=PROBLEM, in_child=in_child), "-W", "ignore")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0 and told in out and out.splitlines()[-1] == f"[{status}] 300", (out, err)
    assert ("forked inside of a quantity" in err) == (status == 1), err


IMPORT = """
import sys, time
start = time.process_time()
import w2s
print(time.process_time() - start)
heavy = ("numpy", "pandas", "polars", "matplotlib", "tqdm", "hypothesis", "w2s.strategies")
print([name for name in heavy if name in sys.modules])
w2s.Problem, w2s.check
print(time.process_time() - start)
print([name for name in heavy[1:] if name in sys.modules])
"""


def test_import_is_quick_and_light() -> None:
    """In seconds of the processor, the best of five. NumPy is imported with the first name that needs it."""
    ended = [python(IMPORT).communicate(timeout=60)[0].splitlines() for _ in range(5)]
    assert all((bare, used) == ("[]", "[]") for _, bare, _, used in ended), ended
    assert min(float(bare) for bare, *_ in ended) < 0.05
    assert min(float(used) for _, _, used, _ in ended) < 0.15 + numpy_seconds()


def numpy_seconds() -> float:
    code = "import time; start = time.process_time(); import numpy; print(time.process_time() - start)"
    return min(float(python(code).communicate(timeout=60)[0]) for _ in range(5))


@pytest.mark.skipif(sys.platform == "win32", reason="nothing there tells the time of a child")
def test_the_program_starts_at_once() -> None:
    """In seconds of the processor beyond those that Python takes to start; the best of ten."""
    import resource

    def seconds(code: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        python(code).communicate(timeout=60)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    program = "import sys; sys.argv[1:] = ['--version']; from w2s._program import main; sys.exit(main())"
    assert min(seconds(program) for _ in range(10)) - min(seconds("pass") for _ in range(10)) < 0.05


def test_all_names_are_there_and_have_docstrings() -> None:
    import w2s.testing

    assert sorted(w2s.__all__) == w2s.__all__ and "__version__" in w2s.__all__
    named = [getattr(w2s, name) for name in w2s.__all__ if name != "__version__"]
    named += [getattr(w2s.testing, name) for name in w2s.testing.__all__]
    for one in named:
        assert one.__doc__, one
        for name, member in vars(one).items() if isinstance(one, type) else ():
            if not name.startswith("_") and (callable(member) or isinstance(member, property | classmethod)):
                assert getattr(one, name).__doc__ or member.__doc__, (one, name)


def test_progress(problem: w2s.Problem, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    import tqdm.auto

    made: list[Any] = []

    bar_of_tqdm: Any = tqdm.auto.tqdm

    def recorded(*arguments: Any, **keys: Any) -> Any:
        made.append(bar_of_tqdm(*arguments, **keys))
        return made[-1]

    monkeypatch.setattr(tqdm.auto, "tqdm", recorded)
    sweep = {"samples": [64, 256], "penalty": 0.3}
    w2s.check("naive.mse >= segment_bound", problem=problem, sweep=sweep, progress=True)
    w2s.measure("naive.mse", problem, samples=8, penalty=0.3, replicates=3000, progress=True)
    assert (made[0].n, made[0].total, made[0].unit) == (2, 2, "cell")
    assert all(bar.disable for bar in made), "a closed bar draws no more"
    assert made[1].unit == "replicate" and made[1].n >= 3000
    w2s.falsify("prop-3.2-segment", problems=3, progress=True)
    assert made[2].unit == "problem" and 0 < made[2].n <= made[2].total
    assert capsys.readouterr().out == ""


def test_without_tqdm_a_message_is_logged(
    problem: w2s.Problem, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with caplog.at_level(logging.WARNING, "w2s"):
        assert measured(problem) == w2s.measure("naive.mse", problem, samples=16, penalty=0.3, replicates=2000, progress=True)
    assert [(record.name, record.getMessage()) for record in caplog.records] == [("w2s", "progress=True needs tqdm: pip install tqdm")]


def test_the_program(tmp_path: Path) -> None:
    """The entry point: version, and the exit status of unusable input."""
    code = "import sys; sys.argv[1:] = {}; from w2s._program import main; sys.exit(main())"
    version = python(code.format(["--version"]))
    assert version.communicate(timeout=60)[0].split()[:2] == ["w2s", w2s.__version__] and version.returncode == 0
    unusable = python(code.format(["check", str(tmp_path / "none.toml")]))
    assert "none.toml" in unusable.communicate(timeout=60)[1] and unusable.returncode == 2
