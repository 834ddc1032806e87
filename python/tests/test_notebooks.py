"""The notebooks run, each within a minute, and their outputs in the repository are those of this run. To write these again, with the package installed:

    python python/tests/test_notebooks.py
"""

import re
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")
pytest.importorskip("ipykernel")
NOTEBOOKS = sorted(Path(__file__).parents[1].glob("notebooks/*.ipynb"))


def executed(path: Path) -> Any:
    notebook = nbformat.read(path, as_version=4)
    metadata = dict(notebook.metadata)
    with TemporaryDirectory() as folder:
        resources = {"metadata": {"path": folder}}
        nbclient.NotebookClient(notebook, timeout=60, kernel_name="python3", record_timing=False, resources=resources).execute()
    # Without the version of Python.
    notebook.metadata = nbformat.from_dict(metadata)
    return notebook


def rounded(text: str) -> str:
    """The text with five digits of each number: the last ones of NumPy's depend on the processor."""
    return re.sub(r"-?\d+\.\d+(e-?\d+)?", lambda number: f"{float(number[0]):.5g}", text)


def words(notebook: Any) -> list[list[str]]:
    """What each cell says, without images. To what Hypothesis shrinks a problem depends on its version."""
    cells = (cell for cell in notebook.cells if cell.cell_type == "code" and "hypothesis" not in cell.source)
    return [[rounded(out.get("text") or out.data["text/plain"]) for out in cell.outputs] for cell in cells]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook(path: Path) -> None:
    start = time.monotonic()
    again = executed(path)
    assert time.monotonic() - start < 60
    assert words(nbformat.read(path, as_version=4)) == words(again)


def test_there_are_three() -> None:
    assert len(NOTEBOOKS) == 3


if __name__ == "__main__":
    for notebook in NOTEBOOKS:
        nbformat.write(executed(notebook), notebook)
