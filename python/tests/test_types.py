"""Annotations are true: of the package, of these tests with the notebook of the README, and of the extension."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import w2s

pytest.importorskip("mypy")
PACKAGE = Path(w2s.__file__).parent
CONFIGURATION = Path(__file__).parents[1] / "pyproject.toml"


def checked(*command: str) -> None:
    is_installed = "site-packages" in PACKAGE.parts
    here = {} if is_installed else {"PYTHONPATH": str(PACKAGE.parent), "MYPYPATH": str(PACKAGE.parent)}
    tests = Path(__file__).parent
    ended = subprocess.run(
        [sys.executable, "-m", *command], cwd=tests, env=os.environ | here, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("what", [["--package", "w2s"], ["."]], ids=["package", "tests"])
def test_mypy(what: list[str]) -> None:
    checked("mypy", "--strict", "--config-file", str(CONFIGURATION), *what)


def test_stubs_are_those_of_the_extension(tmp_path: Path) -> None:
    # The stub imports nothing but the standard library: what the rest of the package imports need not be read.
    configuration = tmp_path / "mypy.ini"
    configuration.write_text("[mypy]\nfollow_imports = skip\n", encoding="utf-8")
    checked("mypy.stubtest", "--mypy-config-file", str(configuration), "w2s._core")


def test_pyright() -> None:
    """It brings a program for Node.js, which it downloads when it is first used."""
    pytest.importorskip("pyright")
    started = subprocess.run([sys.executable, "-m", "pyright", "--version"], capture_output=True, check=False)
    if started.returncode != 0:
        pytest.skip("pyright cannot be downloaded")
    checked("pyright", "typed_notebook.py")
