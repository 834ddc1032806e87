"""The vector instructions that ``W2S_SIMD`` asks for."""

import os
import subprocess
import sys
from pathlib import Path

import w2s

MEASURE = """
import w2s
problem = w2s.Problem(dim=16, concepts=w2s.orthonormal(4), prompts="cube", weak=w2s.biased(cosine=0.8, off_hull=0.6, noise=0.5))
print(repr(w2s.measure("naive.mse", problem, samples=64, penalty=0.3, replicates=512, store={store!r})))
"""


def python(level: str, code: str) -> "subprocess.CompletedProcess[str]":
    path = str(Path(w2s.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": path, "W2S_SIMD": level}
    return subprocess.run([sys.executable, "-c", code], text=True, capture_output=True, env=environment)


def test_a_level_is_heeded(tmp_path: Path) -> None:
    """It shows in the store, which does not go on with another; the numbers are the same."""
    kept = MEASURE.format(store=str(tmp_path / "store"))
    at_none = python("none", kept)
    assert at_none.returncode == 0, at_none.stderr
    assert python("", MEASURE.format(store=None)).stdout == at_none.stdout
    other = python("", kept)
    assert other.returncode == 1 and "drawn with the vector instructions none, not" in other.stderr


def test_what_is_no_level_is_refused() -> None:
    wrong = python("avx3", MEASURE.format(store=None))
    assert wrong.returncode == 1 and 'ValueError: W2S_SIMD: "avx3" is no level' in wrong.stderr
    program = python("avx3", "import sys; from w2s._program import main; sys.argv = ['w2s', 'list']; sys.exit(main())")
    assert program.returncode == 2 and 'error: W2S_SIMD: "avx3" is no level' in program.stderr
