"""The program ``w2s``."""

import sys

from ._core import run_program


def main() -> int:
    """Runs the program with the arguments of this process."""
    return run_program(["w2s", *sys.argv[1:]])
